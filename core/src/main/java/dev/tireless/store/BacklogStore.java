package dev.tireless.store;

import dev.tireless.DeliveryState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits behind a failing receiver, whatever its due times: the next probe, the drain, and the
 * windows, which run without attempts. Nothing here reads more than it is asked for, however long
 * the backlog is.
 */
public final class BacklogStore {

  private static final String WAITING =
      "SELECT seq, window_start FROM tireless_due WHERE receiver_id = ? ORDER BY seq LIMIT ?";
  private static final String LAST =
      "SELECT seq FROM tireless_due WHERE receiver_id = ? ORDER BY seq DESC LIMIT 1";
  private static final String BEHIND =
      "SELECT "
          + DueRow.COLUMNS
          + """
             FROM tireless_due
            WHERE receiver_id = ? AND seq > ? AND seq <= ?
              AND (leased_until IS NULL OR leased_until <= ?)
              AND (failed_at IS NULL OR failed_at >= ?)
            ORDER BY seq LIMIT ?""";
  private static final String PUT_OFF =
      """
      UPDATE tireless_due SET window_start = ?, failed_at = ?, due_at = ?
      WHERE receiver_id = ? AND seq = ? AND lease_token = ?
        AND (leased_until IS NULL OR leased_until <= ?)""";

  private final Dialect dialect;
  private final DueStore due;

  public BacklogStore(Dialect dialect) {
    this.dialect = dialect;
    this.due = new DueStore(dialect);
  }

  /**
   * One that waits.
   *
   * @param firstTriedAt start of its first attempt, null before it
   */
  public record Waiting(long seq, @Nullable Instant firstTriedAt) {}

  /** The first that wait, in the order of the sequence. */
  public List<Waiting> waiting(Connection c, long receiverId, int limit) throws SQLException {
    return Jdbc.query(
        c,
        WAITING,
        row -> new Waiting(row.getLong("seq"), Jdbc.instantOrNull(row, "window_start")),
        receiverId,
        limit);
  }

  /** The last seq that waits, 0 when nothing does. */
  public long last(Connection c, long receiverId) throws SQLException {
    List<Long> last = Jdbc.query(c, LAST, row -> row.getLong(1), receiverId);
    return last.isEmpty() ? 0 : last.get(0);
  }

  /**
   * Those behind one seq and up to another that nobody holds, and that were never tried or failed
   * at that time or later, in the order of the sequence.
   */
  public List<DueRow> behind(
      Connection c,
      long receiverId,
      long seq,
      long upTo,
      Instant failedSince,
      Instant now,
      int limit)
      throws SQLException {
    String sql = BEHIND + dialect.skipLocked();
    return Jdbc.query(c, sql, DueRow::read, receiverId, seq, upTo, now, failedSince, limit);
  }

  /** A delivery as it is now, and when it is looked at again. */
  public record PutOff(DueRow row, Instant until) {}

  /** Puts off deliveries that nobody holds, with their windows and their last failures. */
  public void putOff(Connection c, List<PutOff> all, Instant now) throws SQLException {
    Jdbc.batch(
        c,
        PUT_OFF,
        all.stream()
            .map(
                p ->
                    new @Nullable Object[] {
                      p.row().windowStart(),
                      p.row().failedAt(),
                      p.until(),
                      p.row().receiverId(),
                      p.row().seq(),
                      p.row().leaseToken(),
                      now
                    })
            .toList());
  }

  /** Gives up a delivery that nobody holds; false when somebody was faster. */
  public boolean giveUp(Connection c, DueRow row, String reason, Instant now) throws SQLException {
    if (!due.endIdle(c, row, now)) {
      return false;
    }
    due.park(c, row, DeliveryState.EXHAUSTED, reason, now);
    return true;
  }
}
