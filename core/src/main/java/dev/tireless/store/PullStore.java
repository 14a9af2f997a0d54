package dev.tireless.store;

import dev.tireless.AttemptReason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What receivers do to their deliveries by calls of their own: ack many of them, and wish to be
 * told again. As everyone, it goes through the rows of one receiver in the order of their numbers.
 */
public final class PullStore {

  private static final String LISTED = " WHERE receiver_id = ? AND seq IN (%s)";
  private static final String LOCK_DELIVERIES =
      "SELECT seq FROM tireless_delivery" + LISTED + " ORDER BY seq FOR UPDATE";
  private static final String LOCK_TOKENS =
      "SELECT seq, lease_token FROM %s" + LISTED + " ORDER BY seq FOR UPDATE";
  private static final String DELETE = "DELETE FROM %s" + LISTED;
  private static final String OPEN_UP_TO =
      "SELECT seq FROM %s WHERE receiver_id = ? AND seq <= ? ORDER BY seq LIMIT ?";
  private static final String BRING_FORWARD =
      """
      UPDATE tireless_due SET due_at = ?, reason = ?
      WHERE receiver_id = ? AND seq = ? AND leased_until IS NULL""";
  private static final String LAST_ATTEMPT =
      "SELECT MAX(number) FROM tireless_attempt WHERE receiver_id = ? AND seq = ?";
  private static final String REOPEN =
      """
      INSERT INTO tireless_due (receiver_id, seq, due_at, reason, lease_token, failures)
      VALUES (?, ?, ?, ?, ?, 0)""";
  private static final String UNACKED =
      """
      SELECT COUNT(*) AS unacked, MIN(seq) AS oldest FROM (
        SELECT seq FROM tireless_due WHERE receiver_id = ?
        UNION ALL
        SELECT seq FROM tireless_parked WHERE receiver_id = ?
        UNION ALL
        SELECT d.seq FROM tireless_range g
        JOIN tireless_delivery d
          ON d.receiver_id = g.receiver_id AND d.seq BETWEEN g.first_seq AND g.last_seq
        WHERE g.receiver_id = ?
          AND NOT EXISTS (SELECT 1 FROM tireless_attempt a
                          WHERE a.receiver_id = d.receiver_id AND a.seq = d.seq)) unacked_seqs""";

  private final DueStore due;
  private final RangeStore ranges;

  public PullStore(Dialect dialect) {
    this.due = new DueStore(dialect);
    this.ranges = new RangeStore(dialect);
  }

  /**
   * What a receiver has not acked.
   *
   * @param oldest the lowest number of them, null when there is none
   */
  public record Unacked(long count, @Nullable Long oldest) {}

  /**
   * A delivery that was acked and is told again on request, with the token that it goes on with.
   */
  public record Reopened(long seq, long token) {}

  public Unacked unacked(Connection c, long receiverId) throws SQLException {
    return Jdbc.query(
            c,
            UNACKED,
            row -> {
              long count = row.getLong("unacked");
              long oldest = row.getLong("oldest");
              return new Unacked(count, row.wasNull() ? null : oldest);
            },
            receiverId,
            receiverId,
            receiverId)
        .get(0);
  }

  /** Open ones up to a number, the lowest first; pending ones come before given-up ones. */
  public List<Long> openUpTo(Connection c, long receiverId, long upTo, int limit)
      throws SQLException {
    ranges.breakUpWithin(c, receiverId, 1, upTo);
    List<Long> open = new ArrayList<>(open(c, "tireless_due", receiverId, upTo, limit));
    if (open.size() < limit) {
      open.addAll(open(c, "tireless_parked", receiverId, upTo, limit - open.size()));
    }
    return open;
  }

  private static List<Long> open(Connection c, String table, long receiverId, long upTo, int limit)
      throws SQLException {
    return Jdbc.query(
        c, OPEN_UP_TO.formatted(table), row -> row.getLong(1), receiverId, upTo, limit);
  }

  /**
   * Ends those of these that are open, wherever they wait, and tells their tokens by number.
   *
   * @param seqs ascending
   */
  public SortedMap<Long, Long> end(Connection c, long receiverId, List<Long> seqs)
      throws SQLException {
    if (seqs.isEmpty()) {
      return new TreeMap<>();
    }
    Jdbc.query(c, listed(LOCK_DELIVERIES, seqs), row -> row.getLong(1), args(receiverId, seqs));
    ranges.breakUpWithin(c, receiverId, seqs.get(0), seqs.get(seqs.size() - 1));
    SortedMap<Long, Long> ended = new TreeMap<>();
    for (String table : List.of("tireless_due", "tireless_parked")) {
      Jdbc.query(
          c,
          listed(LOCK_TOKENS.formatted(table, "%s"), seqs),
          row -> ended.put(row.getLong(1), row.getLong(2)),
          args(receiverId, seqs));
      Jdbc.update(c, listed(DELETE.formatted(table, "%s"), seqs), args(receiverId, seqs));
    }
    return ended;
  }

  /**
   * Has a delivery told again: a pending one now, a given-up one with a new window.
   *
   * @param redelivered tells whether it is told again by this
   * @param reopened set when it was acked: nothing was written for it yet
   */
  public record Wish(boolean redelivered, @Nullable Reopened reopened) {}

  /** As {@link Wish} says; what is in flight stays so. */
  public Wish redeliver(Connection c, long receiverId, long seq, boolean ackedToo, Instant now)
      throws SQLException {
    if (due.lockOpen(c, receiverId, seq).isPresent()) {
      boolean brought = due.replay(c, receiverId, seq, now) || forward(c, receiverId, seq, now);
      return new Wish(brought, null);
    }
    Optional<Long> last =
        ackedToo
            ? Jdbc.query(c, LAST_ATTEMPT, PullStore::numberOrNone, receiverId, seq).get(0)
            : Optional.empty();
    return last.isPresent()
        ? new Wish(true, new Reopened(seq, last.get() + 1))
        : new Wish(false, null);
  }

  /** Opens an acked one again. */
  public void reopen(Connection c, long receiverId, Reopened reopened, Instant now)
      throws SQLException {
    Jdbc.update(c, REOPEN, receiverId, reopened.seq(), now, AttemptReason.REPLAY, reopened.token());
  }

  private static boolean forward(Connection c, long receiverId, long seq, Instant now)
      throws SQLException {
    return Jdbc.update(c, BRING_FORWARD, now, AttemptReason.REPLAY, receiverId, seq) == 1;
  }

  private static Optional<Long> numberOrNone(ResultSet row) throws SQLException {
    long number = row.getLong(1);
    return row.wasNull() ? Optional.empty() : Optional.of(number);
  }

  private static String listed(String sql, List<Long> seqs) {
    return sql.formatted(Jdbc.placeholders(seqs.size()));
  }

  private static @Nullable Object[] args(long receiverId, List<Long> seqs) {
    List<@Nullable Object> args = new ArrayList<>();
    args.add(receiverId);
    args.addAll(Jdbc.padded(seqs));
    return args.toArray();
  }
}
