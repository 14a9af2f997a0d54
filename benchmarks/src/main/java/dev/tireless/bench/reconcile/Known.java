package dev.tireless.bench.reconcile;

import com.zaxxer.hikari.HikariDataSource;
import dev.tireless.bench.contestant.Waiting;
import dev.tireless.bench.store.OpenDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * A receiver that has all of {@link Waiting}, written by SQL straight into its tables as its inbox
 * would have left them.
 */
public record Known(long count) {

  private static final List<String> STEPS =
      List.of(
          """
          INSERT INTO tireless_receipt (notifier, topic, subject, version, payload_hash, applied_at)
          SELECT '{notifier}', '{topic}', {subject}, 1, payload_hash, at
          FROM bench_waiting, {numbers}""",
          """
          INSERT INTO tireless_seen
            (notifier, epoch, seq, outcome, notification_id, topic, subject, version,
             payload_hash, error, seen_at)
          SELECT '{notifier}', 1, n, 'APPLIED', {id}, '{topic}', {subject}, 1, payload_hash, '', at
          FROM bench_waiting, {numbers}""",
          "ANALYZE tireless_receipt",
          "ANALYZE tireless_seen");

  private static final String FORGET =
      """
      DELETE FROM tireless_receipt WHERE subject IN (
        SELECT subject FROM tireless_seen ORDER BY md5(subject) LIMIT %d)
      RETURNING subject""";

  /** Puts them. */
  public void put(OpenDatabase database, Clock clock) {
    Waiting.insert(database, clock, 0, count, STEPS);
  }

  /** Loses the receipts of so many, spread over all, and tells their subjects. */
  public static List<String> forget(OpenDatabase database, int receipts) {
    try (HikariDataSource pool = database.pool("bench-forget", 1, true);
        Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet deleted = statement.executeQuery(FORGET.formatted(receipts))) {
      List<String> subjects = new ArrayList<>();
      while (deleted.next()) {
        subjects.add(deleted.getString(1));
      }
      return subjects;
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot forget", e);
    }
  }
}
