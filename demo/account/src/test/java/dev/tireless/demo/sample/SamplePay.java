package dev.tireless.demo.sample;

import java.net.URI;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The running {@code rocket-notifymsg-demo-pay}, with a port of its own and nothing but the web.
 */
public final class SamplePay implements AutoCloseable {

  private final ServletWebServerApplicationContext context;

  public SamplePay(AccountPayService service) {
    context =
        (ServletWebServerApplicationContext)
            new SpringApplicationBuilder(Web.class)
                .properties(
                    "spring.config.name=sample",
                    "spring.main.banner-mode=off",
                    "server.address=127.0.0.1",
                    "server.port=0")
                .initializers(
                    c -> c.getBeanFactory().registerSingleton("accountPayService", service))
                .run();
  }

  @Configuration(proxyBeanMethods = false)
  @Import(AccountPayController.class)
  @ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class
  })
  static class Web {}

  public URI url() {
    return URI.create("http://127.0.0.1:" + context.getWebServer().getPort());
  }

  @Override
  public void close() {
    context.close();
  }
}
