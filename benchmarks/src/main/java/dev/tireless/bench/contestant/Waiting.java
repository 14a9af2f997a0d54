package dev.tireless.bench.contestant;

import com.zaxxer.hikari.HikariDataSource;
import dev.tireless.Payload;
import dev.tireless.bench.load.Message;
import dev.tireless.bench.measure.Micros;
import dev.tireless.bench.store.OpenDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Deliveries that wait for a receiver and were never tried, written by SQL straight into Tireless'
 * tables as publishing and sequencing would have left them.
 */
public record Waiting(int receiver, long count) {

  private static final String SOURCE =
      "CREATE TABLE bench_waiting (payload %s, payload_hash %s, at TIMESTAMP(6) NOT NULL)";
  private static final String FILL_SOURCE = "INSERT INTO bench_waiting VALUES (?, ?, ?)";
  private static final String ID = "CONCAT('ntf_', LPAD(CONCAT('', n), 26, '0'))";
  private static final String SUBJECT = "CONCAT('waiting-', n)";
  private static final String WHO =
      "(SELECT receiver_id FROM tireless_receiver WHERE receiver = '%s')";
  private static final List<String> STEPS =
      List.of(
          """
          INSERT INTO tireless_notification
            (id, tenant, topic, subject, version, content_type, payload, payload_hash, created_at)
          SELECT {id}, 'default', '{topic}', {subject}, 1, 'application/json', payload, payload_hash, at
          FROM bench_waiting, {numbers}""",
          """
          INSERT INTO tireless_delivery (receiver_id, seq, notification_id, sequenced_at)
          SELECT {who}, n, {id}, at FROM bench_waiting, {numbers}""",
          """
          INSERT INTO tireless_due (receiver_id, seq, due_at, reason, lease_token, failures)
          SELECT {who}, n, at, 'SCHEDULED', 0, 0 FROM bench_waiting, {numbers}""",
          "UPDATE tireless_receiver_head SET last_seq = {count} WHERE receiver_id = {who}");

  private static final List<String> TABLES =
      List.of(
          "tireless_notification",
          "tireless_delivery",
          "tireless_due",
          "tireless_receiver",
          "tireless_receiver_head");

  /** Puts them, and has the database look at what is there now. */
  public void put(OpenDatabase database, Clock clock) {
    List<String> steps = new ArrayList<>(STEPS);
    steps.addAll(database.store().analyze(TABLES));
    insert(database, clock, receiver, count, steps);
  }

  /**
   * Runs statements over a table with the one payload, its hash and a time.
   *
   * @param steps with names in braces: numbers, id, topic, subject, count, who, notifier
   */
  public static void insert(
      OpenDatabase database, Clock clock, int receiver, long count, List<String> steps) {
    try (HikariDataSource pool = database.pool("bench-waiting", 1, true);
        Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(SOURCE.formatted(database.store().bytes(), database.store().bytes()));
      fillSource(connection, clock);
      for (String step : steps) {
        statement.execute(filled(step, database, receiver, count));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot put " + count + " deliveries", e);
    }
  }

  private static void fillSource(Connection connection, Clock clock) throws SQLException {
    byte[] body = new Message(0, Micros.of(clock.instant()), 0).body();
    try (PreparedStatement fill = connection.prepareStatement(FILL_SOURCE)) {
      fill.setBytes(1, body);
      fill.setBytes(2, Payload.of(body).sha256());
      fill.setObject(3, LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
      fill.executeUpdate();
    }
  }

  private static String filled(String step, OpenDatabase database, int receiver, long count) {
    return step.replace("{id}", ID)
        .replace("{subject}", SUBJECT)
        .replace("{topic}", Message.topic(receiver))
        .replace("{notifier}", "bench")
        .replace("{who}", WHO.formatted(TirelessEngine.receiverId(receiver)))
        .replace("{count}", Long.toString(count))
        .replace("{numbers}", database.store().numbers(count));
  }
}
