package dev.tireless.store;

import dev.tireless.AckSource;
import dev.tireless.Attempt;
import dev.tireless.AttemptReason;
import dev.tireless.store.BulkInsert.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The history. It only grows, with one exception: {@code LOST} means that nobody knows, so the
 * first one who does know replaces it.
 */
public final class AttemptStore {

  private static final String INSERT =
      """
      INSERT INTO tireless_attempt
        (source, reason, started_at, duration_micros, outcome, status, error, excerpt, node,
         receiver_id, seq, number)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final Column[] COLUMNS = {
    Column.text("source"),
    Column.text("reason"),
    Column.time("started_at"),
    Column.number("duration_micros"),
    Column.text("outcome"),
    Column.number("status"),
    Column.text("error"),
    Column.text("excerpt"),
    Column.text("node"),
    Column.number("receiver_id"),
    Column.number("seq"),
    Column.number("number")
  };
  private static final String REPLACE_LOST =
      """
      UPDATE tireless_attempt
      SET source = ?, reason = ?, started_at = ?, duration_micros = ?, outcome = ?, status = ?,
          error = ?, excerpt = ?, node = ?
      WHERE receiver_id = ? AND seq = ? AND number = ? AND outcome = 'LOST'""";
  private static final String OF_DELIVERY =
      "SELECT * FROM tireless_attempt WHERE receiver_id = ? AND seq = ? ORDER BY number";
  private static final String REOPENED_SINCE =
      """
      SELECT 1 FROM tireless_attempt
      WHERE receiver_id = ? AND seq = ? AND number >= ? AND outcome = ?""";

  private static final int MAX_ERROR = 512;
  private static final int MAX_EXCERPT = 1024;

  private final Dialect dialect;
  private final BulkInsert all;

  public AttemptStore(Dialect dialect) {
    this.dialect = dialect;
    this.all = BulkInsert.into(dialect, "tireless_attempt", COLUMNS);
  }

  /** An attempt and whose it is. */
  public record Entry(long receiverId, long seq, Attempt attempt) {}

  /** Appends attempts that cannot be there yet. */
  public void append(Connection c, List<Entry> entries) throws SQLException {
    all.run(c, entries.stream().map(AttemptStore::values).toList());
  }

  /** Appends one unless it is there already, and replaces a {@code LOST} one. */
  public void appendLate(Connection c, Entry entry) throws SQLException {
    int inserted = Jdbc.insertIfAbsent(c, dialect, INSERT, "number", values(entry));
    if (inserted == 0 || dialect == Dialect.MYSQL) {
      Jdbc.update(c, REPLACE_LOST, values(entry));
    }
  }

  /** Appends one unless something is known already. */
  public void appendLost(Connection c, Entry entry) throws SQLException {
    Jdbc.insertIfAbsent(c, dialect, INSERT, "number", values(entry));
  }

  /** Whether the receiver wished it again after that attempt; under the lock of the delivery. */
  public boolean reopenedSince(Connection c, long receiverId, long seq, long number)
      throws SQLException {
    return !Jdbc.query(c, REOPENED_SINCE, row -> 1, receiverId, seq, number, Attempt.REOPENED)
        .isEmpty();
  }

  public List<Attempt> ofDelivery(Connection c, long receiverId, long seq) throws SQLException {
    return Jdbc.query(c, OF_DELIVERY, AttemptStore::read, receiverId, seq);
  }

  private static @Nullable Object[] values(Entry entry) {
    Attempt a = entry.attempt();
    return new @Nullable Object[] {
      a.source(),
      a.reason(),
      a.startedAt(),
      a.duration().toNanos() / 1_000,
      a.outcome(),
      a.status(),
      Jdbc.text(a.error(), MAX_ERROR),
      Jdbc.text(a.excerpt(), MAX_EXCERPT),
      a.node(),
      entry.receiverId(),
      entry.seq(),
      a.number()
    };
  }

  private static Attempt read(ResultSet row) throws SQLException {
    String reason = row.getString("reason");
    return new Attempt(
        row.getLong("number"),
        AckSource.valueOf(row.getString("source")),
        reason == null ? null : AttemptReason.valueOf(reason),
        Jdbc.instant(row, "started_at"),
        Duration.ofNanos(row.getLong("duration_micros") * 1_000),
        row.getString("outcome"),
        row.getInt("status"),
        row.getString("error"),
        row.getString("excerpt"),
        row.getString("node"));
  }
}
