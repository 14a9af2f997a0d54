package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.MysqlDataSource;
import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.Receiver;
import dev.tireless.deliver.Deliveries;
import dev.tireless.deliver.EngineSettings;
import dev.tireless.deliver.Receivers;
import dev.tireless.publish.Publisher;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.testing.ManualEngine;
import dev.tireless.testing.RecordingChannel;
import dev.tireless.wire.Secret;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Applications often tell their driver to rewrite batches; it then no longer counts inserts. */
class RewritingDriverTest {

  private static final int NOTIFICATIONS = 20;

  @Test
  void deliversThroughPostgresqlsRewritingDriver() throws SQLException {
    try (TestDatabase database = TestDatabases.postgresql()) {
      PGSimpleDataSource rewriting = new PGSimpleDataSource();
      rewriting.setURL(database.url());
      rewriting.setUser(database.user());
      rewriting.setPassword(database.password());
      rewriting.setReWriteBatchedInserts(true);
      deliverThrough(rewriting);
    }
  }

  @Test
  void deliversThroughMysqlsRewritingDriver() throws SQLException {
    try (TestDatabase database = TestDatabases.mariadb()) {
      MysqlDataSource rewriting = new MysqlDataSource();
      rewriting.setUrl(database.url());
      rewriting.setUser(database.user());
      rewriting.setPassword(database.password());
      rewriting.setRewriteBatchedStatements(true);
      deliverThrough(rewriting);
    }
  }

  private static void deliverThrough(DataSource dataSource) throws SQLException {
    Migration.apply(dataSource);
    Clock clock = Clock.systemUTC();
    Secret secret = Secret.parse("whsec_" + "A".repeat(32));
    new Receivers(dataSource, clock)
        .upsert(Receiver.http("a", URI.create("http://127.0.0.1:1/"), secret, "t"));
    publish(dataSource, clock);
    RecordingChannel channel = new RecordingChannel();

    new ManualEngine(
            dataSource,
            Map.of(Receiver.HTTP, channel),
            EngineSettings.of("node"),
            List.of(),
            clock,
            new Random(1))
        .tick();

    assertThat(channel.sent()).hasSize(NOTIFICATIONS);
    Deliveries deliveries = new Deliveries(dataSource, clock);
    assertThat(deliveries.backlog().pending()).isZero();
    assertThat(deliveries.audit()).isEmpty();
  }

  private static void publish(DataSource dataSource, Clock clock) throws SQLException {
    Publisher publisher = new Publisher(dataSource, clock, new Random(1));
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      for (int i = 1; i <= NOTIFICATIONS; i++) {
        publisher.publish(connection, Publication.of("t", "s" + i, Payload.of("{}")));
      }
      connection.commit();
    }
  }
}
