package dev.tireless.store;

import dev.tireless.wire.Digest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Digests of hours that are over, kept so that nobody has to add them up again. */
public final class DigestStore {

  private static final String FIND =
      """
      SELECT hour_at, deliveries, first_seq, last_seq, hash_sum FROM tireless_digest
      WHERE receiver_id = ? AND hour_at >= ? AND hour_at < ? ORDER BY hour_at""";
  private static final String WITHIN =
      """
      SELECT deliveries, first_seq, last_seq, hash_sum FROM tireless_digest
      WHERE receiver_id = ? AND first_seq > ? AND last_seq <= ? ORDER BY hour_at""";
  private static final String INSERT =
      """
      INSERT INTO tireless_digest
        (receiver_id, hour_at, deliveries, first_seq, last_seq, hash_sum)
      VALUES (?, ?, ?, ?, ?, ?)""";

  private final Dialect dialect;

  public DigestStore(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Those that are kept, by their beginnings. */
  public SortedMap<Instant, Digest> find(Connection c, long receiverId, Instant from, Instant to)
      throws SQLException {
    SortedMap<Instant, Digest> found = new TreeMap<>();
    Jdbc.query(
        c, FIND, row -> found.put(Jdbc.instant(row, "hour_at"), digest(row)), receiverId, from, to);
    return found;
  }

  /** Those that are kept and lie behind one number and up to another, in their order. */
  public List<Digest> within(Connection c, long receiverId, long after, long until)
      throws SQLException {
    return Jdbc.query(c, WITHIN, DigestStore::digest, receiverId, after, until);
  }

  /** Keeps one, unless it is there. */
  public void keep(Connection c, long receiverId, Instant hour, Digest digest) throws SQLException {
    Jdbc.insertIfAbsent(
        c,
        dialect,
        INSERT,
        "deliveries",
        receiverId,
        hour,
        digest.count(),
        digest.firstSeq(),
        digest.lastSeq(),
        digest.sum());
  }

  private static Digest digest(ResultSet row) throws SQLException {
    return new Digest(
        row.getLong("deliveries"),
        row.getLong("first_seq"),
        row.getLong("last_seq"),
        row.getString("hash_sum"));
  }
}
