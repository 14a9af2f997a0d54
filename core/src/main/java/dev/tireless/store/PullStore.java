package dev.tireless.store;

import dev.tireless.AttemptReason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
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
      "UPDATE tireless_due SET due_at = ?, reason = ?, failed_at = NULL"
          + LISTED
          + " AND leased_until IS NULL";
  private static final String LAST_ATTEMPTS =
      "SELECT seq, MAX(number) FROM tireless_attempt" + LISTED + " GROUP BY seq";
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
    lock(c, receiverId, seqs);
    SortedMap<Long, Long> ended = new TreeMap<>();
    for (String table : List.of("tireless_due", "tireless_parked")) {
      ended.putAll(lockTokens(c, table, receiverId, seqs));
      Jdbc.update(c, listed(DELETE.formatted(table, "%s"), seqs), args(receiverId, seqs));
    }
    return ended;
  }

  /**
   * What came of a wish.
   *
   * @param count how many are told again by it
   * @param reopened those of them that were acked, with the tokens that they go on with
   */
  public record Redelivered(int count, SortedMap<Long, Long> reopened) {

    public Redelivered {
      reopened = Collections.unmodifiableSortedMap(reopened);
    }
  }

  /**
   * Has deliveries told again: pending ones now, given-up ones with new windows, and acked ones too
   * if that is asked for. What is in flight stays so, and what has no payload any more stays as it
   * is.
   *
   * @param seqs ascending
   */
  public Redelivered redeliver(
      Connection c, long receiverId, List<Long> seqs, boolean ackedToo, Instant now)
      throws SQLException {
    List<Long> sendable = seqs.isEmpty() ? seqs : DueStore.sendable(c, receiverId, seqs);
    if (sendable.isEmpty()) {
      return new Redelivered(0, new TreeMap<>());
    }
    lock(c, receiverId, sendable);
    Set<Long> pending = lockTokens(c, "tireless_due", receiverId, sendable).keySet();
    int brought = forward(c, receiverId, sendable, now);
    SortedMap<Long, Long> parked = lockTokens(c, "tireless_parked", receiverId, sendable);
    Jdbc.update(
        c, listed(DELETE.formatted("tireless_parked", "%s"), sendable), args(receiverId, sendable));
    SortedMap<Long, Long> reopened =
        ackedToo ? afterLastAttempts(c, receiverId, sendable) : new TreeMap<>();
    reopened.keySet().removeAll(pending);
    reopened.keySet().removeAll(parked.keySet());
    due.openAgain(c, receiverId, parked, now);
    due.openAgain(c, receiverId, reopened, now);
    return new Redelivered(brought + parked.size() + reopened.size(), reopened);
  }

  private void lock(Connection c, long receiverId, List<Long> seqs) throws SQLException {
    Jdbc.query(c, listed(LOCK_DELIVERIES, seqs), row -> row.getLong(1), args(receiverId, seqs));
    ranges.breakUpWithin(c, receiverId, seqs.get(0), seqs.get(seqs.size() - 1));
  }

  private static SortedMap<Long, Long> lockTokens(
      Connection c, String table, long receiverId, List<Long> seqs) throws SQLException {
    return bySeq(c, listed(LOCK_TOKENS.formatted(table, "%s"), seqs), receiverId, seqs);
  }

  private static int forward(Connection c, long receiverId, List<Long> seqs, Instant now)
      throws SQLException {
    List<@Nullable Object> args = new ArrayList<>(List.of(now, AttemptReason.REPLAY));
    Collections.addAll(args, args(receiverId, seqs));
    return Jdbc.update(c, listed(BRING_FORWARD, seqs), args.toArray());
  }

  /** The next numbers behind those of their attempts. */
  private static SortedMap<Long, Long> afterLastAttempts(
      Connection c, long receiverId, List<Long> seqs) throws SQLException {
    SortedMap<Long, Long> last = bySeq(c, listed(LAST_ATTEMPTS, seqs), receiverId, seqs);
    last.replaceAll((seq, number) -> number + 1);
    return last;
  }

  private static SortedMap<Long, Long> bySeq(
      Connection c, String sql, long receiverId, List<Long> seqs) throws SQLException {
    SortedMap<Long, Long> bySeq = new TreeMap<>();
    Jdbc.query(c, sql, row -> bySeq.put(row.getLong(1), row.getLong(2)), args(receiverId, seqs));
    return bySeq;
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
