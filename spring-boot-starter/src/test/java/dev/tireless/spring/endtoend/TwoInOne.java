package dev.tireless.spring.endtoend;

import dev.tireless.Publication;
import dev.tireless.Receiver;
import dev.tireless.deliver.Receivers;
import dev.tireless.spring.SpringPublisher;
import dev.tireless.spring.deliver.EngineLifecycle;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.wire.Secret;
import java.net.URI;
import java.security.SecureRandom;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Notifier and receiver in one application, over its own port. */
final class TwoInOne implements AutoCloseable {

  static final Secret SECRET = Secret.generate(new SecureRandom());

  private final ConfigurableApplicationContext context;
  private final EngineLifecycle engine;

  private TwoInOne(ConfigurableApplicationContext context) {
    this.context = context;
    this.engine = context.getBean(EngineLifecycle.class);
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {

    @Bean
    Recharges recharges(JdbcTemplate jdbc, SpringPublisher publisher) {
      return new Recharges(jdbc, publisher);
    }

    @Bean
    Accounts accounts(JdbcTemplate jdbc) {
      return new Accounts(jdbc);
    }
  }

  static TwoInOne on(TestDatabase database) {
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(Application.class)
            .bannerMode(Banner.Mode.OFF)
            .properties(
                "server.port=0",
                "spring.datasource.url=" + database.url(),
                "spring.datasource.username=" + database.user(),
                "spring.datasource.password=" + database.password(),
                "tireless.http.open-networks=127.0.0.0/8",
                "tireless.inbox.secrets=" + SECRET.text(),
                "tireless.receivers.account.url=http://127.0.0.1/only-the-port-is-unknown-yet",
                "tireless.receivers.account.secret=" + SECRET.text(),
                "tireless.receivers.account.topics=" + Recharge.TOPIC,
                "tireless.receivers.account.schedule=100ms/1m",
                "tireless.receivers.account.refusable=true")
            .run();
    TwoInOne application = new TwoInOne(context);
    application.tellThePort();
    return application;
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  EngineLifecycle engine() {
    return engine;
  }

  URI endpoint() {
    int port = ((WebServerApplicationContext) context).getWebServer().getPort();
    return URI.create("http://127.0.0.1:" + port + "/tireless/notifications");
  }

  @Override
  public void close() {
    context.close();
  }

  private void tellThePort() {
    Receivers receivers = bean(Receivers.class);
    Receiver r = receivers.find(Publication.DEFAULT_TENANT, "account").orElseThrow();
    receivers.upsert(
        new Receiver(
            r.tenant(),
            r.id(),
            r.topics(),
            r.channel(),
            endpoint(),
            r.secret(),
            r.schedule(),
            r.ackRule(),
            r.refusable(),
            r.maxInFlight(),
            r.exchangeTimeout()));
  }
}
