package dev.tireless.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.Receiver;
import dev.tireless.deliver.Receivers;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.wire.Secret;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

class EpochCommandTest {

  private static final String SECRET = "whsec_" + "A".repeat(32);
  private static final String[] CONFIGURED = {
    "--tireless.receivers.account.url=http://127.0.0.1:1/",
    "--tireless.receivers.account.secret=" + SECRET
  };

  private final TestDatabase database = TestDatabases.h2();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void raisesTheEpochOfEveryReceiverAndSaysWhere() {
    try (ConfigurableApplicationContext server = withReceiver()) {
      assertThat(run(server, "raise", "--some.property=x")).isZero();

      assertThat(printed()).contains("1 receivers").contains(url());
      assertThat(epoch(server)).isEqualTo(2);
    }
  }

  @Test
  void failsOnADatabaseWithoutReceivers() {
    try (ConfigurableApplicationContext server = server()) {
      assertThat(run(server, "raise")).isEqualTo(QuarantineCommand.FAILED);

      assertThat(complained())
          .contains("no receiver on " + url())
          .contains("--spring.config.additional-location");
    }
  }

  /** The server's configuration on another database, which the server's receivers never were on. */
  @Test
  void doesNotTakeTheConfiguredReceiversForThoseOfTheDatabase() {
    try (ConfigurableApplicationContext server = server(CONFIGURED)) {
      assertThat(run(server, "raise")).isEqualTo(QuarantineCommand.FAILED);

      assertThat(complained()).contains("no receiver on " + url());
      assertThat(server.getBean(Receivers.class).find("default", "account")).isEmpty();
    }
  }

  @Test
  void refusesWhileAServerRuns() {
    try (ConfigurableApplicationContext server = withReceiver()) {
      heartbeat(server, "CURRENT_TIMESTAMP");

      assertThat(run(server, "raise")).isEqualTo(QuarantineCommand.FAILED);

      assertThat(complained()).contains("1 servers run on " + url());
      assertThat(epoch(server)).isEqualTo(1);
    }
  }

  /** The backup has the heartbeats of when it was made. */
  @Test
  void isNotKeptBackByAServerThatDied() {
    try (ConfigurableApplicationContext server = withReceiver()) {
      heartbeat(server, "DATEADD('MINUTE', -1, CURRENT_TIMESTAMP)");

      assertThat(run(server, "raise")).isZero();
    }
  }

  @Test
  void explainsItself() {
    try (ConfigurableApplicationContext server = withReceiver()) {
      assertThat(run(server, "lower")).isEqualTo(QuarantineCommand.MISUSED);
      assertThat(run(server)).isEqualTo(QuarantineCommand.MISUSED);

      assertThat(complained()).contains("epoch raise");
      assertThat(epoch(server)).isEqualTo(1);
    }
  }

  private ConfigurableApplicationContext withReceiver() {
    ConfigurableApplicationContext server = server(CONFIGURED);
    URI url = URI.create("http://127.0.0.1:1/");
    server.getBean(Receivers.class).upsert(Receiver.http("account", url, Secret.parse(SECRET)));
    return server;
  }

  private ConfigurableApplicationContext server(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--spring.datasource.url=" + database.url());
    all.add("--spring.datasource.username=" + database.user());
    all.add("--spring.datasource.password=" + database.password());
    return ServerApplication.withoutEngine(all.toArray(String[]::new));
  }

  private int run(ConfigurableApplicationContext server, String... words) {
    return new EpochCommand(
            server.getBean(Receivers.class),
            server.getBean(DataSource.class),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(words);
  }

  /** As the driver tells it. */
  private String url() {
    return database.url().replaceFirst(";.*", "");
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String complained() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static void heartbeat(ConfigurableApplicationContext server, String at) {
    server
        .getBean(JdbcClient.class)
        .sql(
            """
            INSERT INTO tireless_node (node, started_at, heartbeat_at)
            VALUES ('n', %1$s AT TIME ZONE 'UTC', %1$s AT TIME ZONE 'UTC')"""
                .formatted(at))
        .update();
  }

  private static long epoch(ConfigurableApplicationContext server) {
    return server
        .getBean(JdbcClient.class)
        .sql("SELECT epoch FROM tireless_receiver_head")
        .query(Long.class)
        .single();
  }
}
