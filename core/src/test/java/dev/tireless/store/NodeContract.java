package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.testdatabases.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who runs on a database is judged by its clock, not by anybody else's. */
abstract class NodeContract extends StoreContract {

  private static final Duration LIFE = Duration.ofSeconds(10);
  private NodeStore nodes;

  NodeContract(TestDatabase database) {
    super(database);
  }

  @BeforeEach
  void prepare() {
    nodes = new NodeStore(dialect());
  }

  @Test
  void countsTheNodesThatGaveASignOfLife() {
    enter("a");
    enter("b");
    enter("c");
    silentFor("b", LIFE.plusSeconds(1));

    assertThat(live()).isEqualTo(2);
  }

  @Test
  void countsANodeAgainThatWakesUp() {
    enter("a");
    silentFor("a", Duration.ofDays(1));
    beat("a");

    assertThat(live()).isEqualTo(1);
    assertThat(schema().count("tireless_node")).isEqualTo(1);
  }

  @Test
  void countsANodeAgainThatWasForgotten() {
    enter("a");
    silentFor("a", Duration.ofDays(1));
    forget();
    assertThat(schema().count("tireless_node")).isZero();
    beat("a");

    assertThat(live()).isEqualTo(1);
  }

  @Test
  void forgetsNobodyWhoLives() {
    enter("a");
    forget();

    assertThat(live()).isEqualTo(1);
  }

  @Test
  void doesNotCountANodeThatLeft() {
    enter("a");
    enter("b");
    inTransaction(
        c -> {
          nodes.leave(c, "a");
          return "a";
        });

    assertThat(live()).isEqualTo(1);
  }

  @Test
  void aNodeThatStartsAgainIsOneNode() {
    enter("a");
    enter("a");

    assertThat(live()).isEqualTo(1);
  }

  @Test
  void tellsTheTimeInUtcWhateverTheZoneOfTheSession() throws SQLException {
    Instant before = Clock.systemUTC().instant();
    Instant east = nowInSession("+08:00");
    Instant west = nowInSession("-07:00");

    // The test's servers share this machine's clock; a wrong zone shows as hours.
    assertThat(east).isBetween(before.minusSeconds(60), before.plusSeconds(60));
    assertThat(west).isBetween(before.minusSeconds(60), before.plusSeconds(60));
  }

  @Test
  void aHeartbeatIsInUtcWhateverTheZoneOfTheSession() throws SQLException {
    try (Connection c = begin()) {
      setZone(c, "+08:00");
      nodes.beat(c, "a");
      c.commit();
    }
    assertThat(live()).isEqualTo(1);
    silentFor("a", LIFE.plusSeconds(1));
    try (Connection c = begin()) {
      setZone(c, "-07:00");
      assertThat(nodes.live(c, LIFE)).isZero();
    }
  }

  private Instant nowInSession(String zone) throws SQLException {
    try (Connection c = begin()) {
      setZone(c, zone);
      return nodes.now(c);
    }
  }

  private void setZone(Connection c, String offset) throws SQLException {
    String zone =
        switch (dialect()) {
          case H2 -> "SET TIME ZONE '" + offset + "'";
          case POSTGRESQL -> "SET TIME ZONE INTERVAL '" + offset + "' HOUR TO MINUTE";
          case MYSQL -> "SET time_zone = '" + offset + "'";
        };
    try (Statement statement = c.createStatement()) {
      statement.execute(zone);
    }
  }

  private void enter(String node) {
    inTransaction(
        c -> {
          nodes.enter(c, node);
          return node;
        });
  }

  private void beat(String node) {
    inTransaction(
        c -> {
          nodes.beat(c, node);
          return node;
        });
  }

  private void forget() {
    inTransaction(
        c -> {
          nodes.forget(c, Duration.ofHours(1));
          return nodes;
        });
  }

  private int live() {
    return inTransaction(c -> nodes.live(c, LIFE));
  }

  private void silentFor(String node, Duration silence) {
    Instant last = inTransaction(nodes::now).minus(silence);
    schema().execute("UPDATE tireless_node SET heartbeat_at = ? WHERE node = ?", last, node);
  }
}
