package dev.tireless.spring.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.Payload;
import dev.tireless.receive.Inbox;
import dev.tireless.receive.InboxOutcome;
import dev.tireless.receive.InboxResult;
import dev.tireless.receive.ReceivedNotification;
import dev.tireless.receive.ResultQuery;
import dev.tireless.spring.ContextRunners;
import dev.tireless.spring.NotificationHandlers;
import dev.tireless.spring.OnNotification;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The inbox of an application and its handlers, without an endpoint. */
class InboxAutoConfigurationTest {

  private final TestDatabase database = TestDatabases.h2();

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  static class Handler {
    final List<String> handled = new CopyOnWriteArrayList<>();

    @OnNotification(topic = "t")
    void handle(ReceivedNotification notification) {
      handled.add(notification.subject());
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class TwoTransactionManagers {
    @Bean
    JdbcTransactionManager one(DataSource dataSource) {
      return new JdbcTransactionManager(dataSource);
    }

    @Bean
    JdbcTransactionManager other(DataSource dataSource) {
      return new JdbcTransactionManager(dataSource);
    }
  }

  @Test
  void asksByTheApplicationsQueryAndHandlesOnce() {
    ResultQuery query =
        (topic, subject) ->
            Optional.of(
                ReceivedNotification.queried(
                    "n", topic, subject, 1, "application/json", Payload.of("{}")));

    ContextRunners.bare(database)
        .withBean(Handler.class)
        .withBean(ResultQuery.class, () -> query)
        .run(
            context -> {
              Inbox inbox = context.getBean(Inbox.class);
              NotificationHandlers handlers = context.getBean(NotificationHandlers.class);

              assertThat(inbox.ask("t", "s", handlers.of("t")).map(InboxResult::outcome))
                  .hasValue(InboxOutcome.APPLIED);
              assertThat(inbox.ask("t", "s", handlers.of("t")).map(InboxResult::outcome))
                  .hasValue(InboxOutcome.IGNORED);
              assertThat(context.getBean(Handler.class).handled).containsExactly("s");
            });
  }

  @Test
  void saysWhichTopicsThereAreWhenAskedForAnother() {
    ContextRunners.bare(database)
        .withBean(Handler.class)
        .run(
            context ->
                assertThatThrownBy(() -> context.getBean(NotificationHandlers.class).of("u"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"u\"")
                    .hasMessageContaining("[t]"));
  }

  @Test
  void doesNotStartWithHandlersWhenItIsUnclearWhichTransactionsAreMeant() {
    ContextRunners.bare(database)
        .withUserConfiguration(TwoTransactionManagers.class)
        .withBean(Handler.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("@OnNotification needs an Inbox"));
  }

  @Test
  void needsNoTransactionsWhereNothingIsHandled() {
    ContextRunners.bare(database)
        .withUserConfiguration(TwoTransactionManagers.class)
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Inbox.class));
  }
}
