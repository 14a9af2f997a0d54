package dev.tireless.store;

import dev.tireless.store.BulkInsert.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Leases of whole ranges. While a range is there, each of its deliveries is acked, if it has an
 * attempt, or else leased with token 1. So an ack within a range is an attempt and nothing else,
 * which spares the row in {@code tireless_due} that would be inserted and deleted for it.
 *
 * <p>Whatever else becomes of one of them, first <i>breaks up</i> the range: its place is taken by
 * a leased row in {@code tireless_due} for each delivery without an attempt, as if there had never
 * been a range. Both, acking within a range and breaking it up, hold the lock of its row. All of it
 * needs READ COMMITTED: what is read under the lock must be what was committed before it.
 */
public final class RangeStore {

  /**
   * The most deliveries of a range: so it is known where to look for the one around a delivery. It
   * may only grow, and not before all nodes know of it.
   */
  public static final int LARGEST = 64;

  private static final String KEYS = "SELECT receiver_id, first_seq FROM tireless_range WHERE ";
  // As in HeldRows: no plain equality.
  private static final String LOCK_BY_ARRAYS =
      """
      SELECT g.receiver_id, g.first_seq FROM tireless_range g, unnest(?, ?) AS given (id, seq)
      WHERE g.receiver_id = ANY (ARRAY[given.id]) AND g.first_seq = ANY (ARRAY[given.seq])
      FOR UPDATE OF g""";
  private static final String DELETE_BY_ARRAYS =
      """
      DELETE FROM tireless_range g USING unnest(?, ?) AS given (id, seq)
      WHERE g.receiver_id = ANY (ARRAY[given.id]) AND g.first_seq = ANY (ARRAY[given.seq])""";
  private static final String LISTED = "(receiver_id, first_seq) IN (%s)";
  private static final String DELETE_LISTED = "DELETE FROM tireless_range WHERE " + LISTED;
  private static final String WITHIN =
      "receiver_id = ? AND first_seq BETWEEN ? AND ? AND last_seq >= ?";
  private static final String OVER = "leased_until <= ? ORDER BY leased_until LIMIT ?";
  // By constants, or a database might read all of a receiver's history instead of 64 rows.
  private static final String TO_DUE =
      """
      INSERT INTO tireless_due
        (receiver_id, seq, due_at, reason, leased_until, leased_by, lease_token, failures,
         window_start)
      SELECT d.receiver_id, d.seq, g.leased_until, 'SCHEDULED', g.leased_until, g.leased_by, 1, 0,
        g.leased_at
      FROM tireless_range g
      JOIN tireless_delivery d
        ON d.receiver_id = ? AND d.seq BETWEEN ? AND ? AND d.seq <= g.last_seq
      WHERE g.receiver_id = ? AND g.first_seq = ?
        AND NOT EXISTS (SELECT 1 FROM tireless_attempt a
                        WHERE a.receiver_id = d.receiver_id AND a.seq = d.seq
                          AND a.receiver_id = ? AND a.seq BETWEEN ? AND ?)""";

  private final Dialect dialect;
  private final BulkInsert ranges;

  public RangeStore(Dialect dialect) {
    this.dialect = dialect;
    this.ranges =
        BulkInsert.into(
            dialect,
            "tireless_range",
            Column.number("receiver_id"),
            Column.number("first_seq"),
            Column.number("last_seq"),
            Column.time("leased_at"),
            Column.time("leased_until"),
            Column.text("leased_by"));
  }

  public void insert(Connection c, List<LeasedRange> all) throws SQLException {
    ranges.run(
        c,
        all.stream()
            .map(
                range ->
                    new @Nullable Object[] {
                      range.key().receiverId(),
                      range.key().firstSeq(),
                      range.lastSeq(),
                      range.leasedAt(),
                      range.leasedUntil(),
                      range.leasedBy()
                    })
            .toList());
  }

  /** Locks those that are still there, in their order, and tells which. */
  public NavigableSet<RangeKey> lock(Connection c, NavigableSet<RangeKey> keys)
      throws SQLException {
    if (keys.isEmpty()) {
      return new TreeSet<>();
    }
    if (dialect == Dialect.POSTGRESQL) {
      try (PreparedStatement statement = byArrays(c, LOCK_BY_ARRAYS, keys);
          ResultSet rows = statement.executeQuery()) {
        NavigableSet<RangeKey> locked = new TreeSet<>();
        while (rows.next()) {
          locked.add(read(rows));
        }
        return locked;
      }
    }
    String sql = KEYS + LISTED.formatted(Jdbc.tuples(keys.size(), 2)) + " ORDER BY 1, 2 FOR UPDATE";
    return new TreeSet<>(Jdbc.query(c, sql, RangeStore::read, values(keys)));
  }

  /** Removes locked ones of which nothing is unfinished, or has its own row by now. */
  public void end(Connection c, Collection<RangeKey> keys) throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    if (dialect == Dialect.POSTGRESQL) {
      try (PreparedStatement statement = byArrays(c, DELETE_BY_ARRAYS, keys)) {
        statement.executeUpdate();
      }
    } else {
      Jdbc.update(c, DELETE_LISTED.formatted(Jdbc.tuples(keys.size(), 2)), values(keys));
    }
  }

  /** Breaks up locked ones. */
  public void breakUpLocked(Connection c, NavigableSet<RangeKey> locked) throws SQLException {
    for (RangeKey key : locked) {
      long receiver = key.receiverId();
      long first = key.firstSeq();
      long last = first + LARGEST - 1;
      Jdbc.update(c, TO_DUE, receiver, first, last, receiver, first, receiver, first, last);
    }
    end(c, locked);
  }

  /** Breaks up those that are still there. */
  public void breakUp(Connection c, Collection<RangeKey> keys) throws SQLException {
    breakUpLocked(c, lock(c, new TreeSet<>(keys)));
  }

  /** Breaks up the one that a delivery is in, if any. */
  public void breakUpAround(Connection c, long receiverId, long seq) throws SQLException {
    breakUpWithin(c, receiverId, seq, seq);
  }

  /** Breaks up those that any of these deliveries are in. */
  public void breakUpWithin(Connection c, long receiverId, long from, long to) throws SQLException {
    long least = from - LARGEST + 1;
    breakUp(c, Jdbc.query(c, KEYS + WITHIN, RangeStore::read, receiverId, least, to, from));
  }

  /** Breaks up all of a receiver. */
  public void breakUpAll(Connection c, long receiverId) throws SQLException {
    breakUp(c, Jdbc.query(c, KEYS + "receiver_id = ?", RangeStore::read, receiverId));
  }

  /** Some whose lease is over. */
  public List<RangeKey> over(Connection c, Instant now, int limit) throws SQLException {
    return Jdbc.query(c, KEYS + OVER, RangeStore::read, now, limit);
  }

  private static PreparedStatement byArrays(Connection c, String sql, Collection<RangeKey> keys)
      throws SQLException {
    PreparedStatement statement = c.prepareStatement(sql);
    statement.setArray(1, Jdbc.numbers(c, keys, RangeKey::receiverId));
    statement.setArray(2, Jdbc.numbers(c, keys, RangeKey::firstSeq));
    return statement;
  }

  private static @Nullable Object[] values(Collection<RangeKey> keys) {
    List<@Nullable Object> values = new ArrayList<>();
    keys.forEach(key -> Collections.addAll(values, key.receiverId(), key.firstSeq()));
    return values.toArray();
  }

  private static RangeKey read(ResultSet row) throws SQLException {
    return new RangeKey(row.getLong(1), row.getLong(2));
  }
}
