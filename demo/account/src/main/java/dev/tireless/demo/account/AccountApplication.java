package dev.tireless.demo.account;

import java.time.Clock;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** The account system: the receiving party (接收通知方) of the source document, done right. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class AccountApplication {

  public static void main(String[] args) {
    start(args);
  }

  /** Starts it in this JVM. Its configuration is {@code account.yml}. */
  public static ConfigurableApplicationContext start(String... args) {
    return new SpringApplicationBuilder(AccountApplication.class)
        .properties("spring.config.name=account")
        .initializers(
            context ->
                context
                    .getEnvironment()
                    .setRequiredProperties("demo.token", "demo.secret", "demo.credential"))
        .run(args);
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
