package dev.tireless.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Removes many due rows at once, those whose token is still held. */
final class HeldRows {

  // No plain equality: by that PostgreSQL may also begin at the table and walk over all of it.
  private static final String BY_ARRAYS =
      """
      DELETE FROM tireless_due d
      USING unnest(?, ?, ?) AS given (receiver_id, seq, token)
      WHERE d.receiver_id = ANY (ARRAY[given.receiver_id]) AND d.seq = ANY (ARRAY[given.seq])
        AND d.lease_token = given.token AND d.leased_until IS NOT NULL
      RETURNING d.receiver_id, d.seq, d.lease_token""";
  private static final String LOCK_LISTED =
      """
      SELECT receiver_id, seq, lease_token FROM tireless_due
      WHERE (receiver_id, seq, lease_token) IN (%s) AND leased_until IS NOT NULL FOR UPDATE""";
  private static final String DELETE_LISTED =
      """
      DELETE FROM tireless_due
      WHERE (receiver_id, seq, lease_token) IN (%s) AND leased_until IS NOT NULL""";
  private static final String ONE =
      """
      DELETE FROM tireless_due
      WHERE receiver_id = ? AND seq = ? AND lease_token = ? AND leased_until IS NOT NULL""";

  private final Dialect dialect;

  HeldRows(Dialect dialect) {
    this.dialect = dialect;
  }

  private record Key(long receiverId, long seq, long token) {

    static Key of(DueRow row) {
      return new Key(row.receiverId(), row.seq(), row.leaseToken());
    }

    static Key read(ResultSet row) throws SQLException {
      return new Key(row.getLong(1), row.getLong(2), row.getLong(3));
    }
  }

  /** Tells for each of them whether it was held; of one given twice, the first. */
  boolean[] end(Connection c, List<DueRow> leased) throws SQLException {
    if (leased.isEmpty()) {
      return new boolean[0];
    }
    return switch (dialect) {
      case POSTGRESQL -> among(byArrays(c, leased), leased);
      case MYSQL -> among(byList(c, leased), leased);
      case H2 -> byRow(c, leased);
    };
  }

  private static Set<Key> byArrays(Connection c, List<DueRow> leased) throws SQLException {
    try (PreparedStatement statement = c.prepareStatement(BY_ARRAYS)) {
      statement.setArray(1, Jdbc.numbers(c, leased, DueRow::receiverId));
      statement.setArray(2, Jdbc.numbers(c, leased, DueRow::seq));
      statement.setArray(3, Jdbc.numbers(c, leased, DueRow::leaseToken));
      Set<Key> ended = new HashSet<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ended.add(Key.read(rows));
        }
      }
      return ended;
    }
  }

  /** MySQL does not tell what a delete removed. */
  private static Set<Key> byList(Connection c, List<DueRow> leased) throws SQLException {
    List<@Nullable Object> keys = new ArrayList<>();
    leased.forEach(row -> Collections.addAll(keys, key(row)));
    String list = Jdbc.tuples(leased.size(), 3);
    Set<Key> held =
        new HashSet<>(Jdbc.query(c, LOCK_LISTED.formatted(list), Key::read, keys.toArray()));
    Jdbc.update(c, DELETE_LISTED.formatted(list), keys.toArray());
    return held;
  }

  private static boolean[] byRow(Connection c, List<DueRow> leased) throws SQLException {
    int[] changed = Jdbc.countedBatch(c, ONE, leased.stream().map(HeldRows::key).toList());
    boolean[] ended = new boolean[changed.length];
    for (int i = 0; i < changed.length; i++) {
      ended[i] = changed[i] == 1;
    }
    return ended;
  }

  private static boolean[] among(Set<Key> ended, List<DueRow> leased) {
    boolean[] flags = new boolean[leased.size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = ended.remove(Key.of(leased.get(i)));
    }
    return flags;
  }

  private static @Nullable Object[] key(DueRow row) {
    return new @Nullable Object[] {row.receiverId(), row.seq(), row.leaseToken()};
  }
}
