package dev.tireless.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.rocketmq.Quarantine;
import dev.tireless.rocketmq.TransactionalPublisher;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.testing.RecordingChannel;
import dev.tireless.wire.Secret;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.transaction.CannotCreateTransactionException;

/** What a queue brings is written on the engine's connections, which have limits of time. */
class QueueConnectionsTest {

  @Test
  void theQuarantineDoesNotWaitForTheApplicationsConnections() {
    try (TestDatabase database = TestDatabases.h2()) {
      withTwoConnections(database)
          .run(
              context -> {
                Quarantine quarantine = context.getBean(Quarantine.class);
                try (Taken all = new Taken(context.getBean(DataSource.class))) {
                  assertThat(all.left().isValid(1) && all.right().isValid(1)).isTrue();
                  assertThat(quarantine.count()).isZero();
                }
              });
    }
  }

  @Test
  void confirmingDoesNotWaitForTheApplicationsConnections() {
    try (TestDatabase database = TestDatabases.h2()) {
      withTwoConnections(database)
          .withPropertyValues("tireless.rocketmq.transactions.receiver=queue")
          .run(
              context -> {
                TransactionalPublisher publisher = context.getBean(TransactionalPublisher.class);
                try (Taken all = new Taken(context.getBean(DataSource.class))) {
                  assertThat(all.left().isValid(1) && all.right().isValid(1)).isTrue();
                  assertThatThrownBy(() -> publisher.publish(publication(), (c, p) -> p))
                      .as("of the local transaction, after the receiver was looked up")
                      .isInstanceOf(CannotCreateTransactionException.class);
                }
              });
    }
  }

  private static ApplicationContextRunner withTwoConnections(TestDatabase database) {
    return ContextRunners.plain(database)
        .withBean("rocketmqChannel", RecordingChannel.class)
        .withPropertyValues(
            "spring.datasource.hikari.maximum-pool-size=2",
            "spring.datasource.hikari.connection-timeout=250",
            "tireless.rocketmq.name-server=127.0.0.1:1",
            "tireless.receivers.queue.channel=rocketmq",
            "tireless.receivers.queue.url=rocketmq:q",
            "tireless.receivers.queue.secret=" + Secret.generate(new SecureRandom()).text());
  }

  /** Every connection of the application. */
  private record Taken(Connection left, Connection right) implements AutoCloseable {

    Taken(DataSource dataSource) throws SQLException {
      this(dataSource.getConnection(), dataSource.getConnection());
    }

    @Override
    public void close() throws SQLException {
      left.close();
      right.close();
    }
  }

  private static Publication publication() {
    return Publication.of("recharge.completed", "tx-1", Payload.of("{}"));
  }
}
