package dev.tireless.store;

import dev.tireless.Publication;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The inserts of publishing, on the caller's connection and in the caller's transaction. */
public final class NotificationStore {

  private static final String INSERT_SUBJECT =
      """
      INSERT INTO tireless_subject (tenant, topic, subject, version, notification_id, payload_hash)
      VALUES (?, ?, ?, ?, ?, ?)""";
  private static final String LOCK_SUBJECT =
      """
      SELECT notification_id, payload_hash FROM tireless_subject
      WHERE tenant = ? AND topic = ? AND subject = ? AND version = ? FOR UPDATE""";
  private static final String INSERT_NOTIFICATION =
      """
      INSERT INTO tireless_notification
        (id, tenant, topic, subject, version, addressees, content_type, payload, payload_hash,
         traceparent, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String INSERT_OUTBOX =
      "INSERT INTO tireless_outbox (notification_id) VALUES (?)";
  private static final String KNOWN_RECEIVERS =
      """
      SELECT receiver FROM tireless_receiver
      WHERE tenant = ? AND state <> 'DELETED' AND receiver IN (%s)""";

  private final Dialect dialect;

  public NotificationStore(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Whose notification stands under a natural key, and the hash of what it says in hex. */
  public record SubjectOwner(String notificationId, String payloadHash) {}

  /**
   * Claims the natural key for the notification and tells who holds it now. The answer comes from a
   * locking read: at REPEATABLE READ a plain one cannot see a row that won the race.
   */
  public SubjectOwner claimSubject(Connection c, String id, Publication p, byte[] hash)
      throws SQLException {
    int inserted =
        Jdbc.insertIfAbsent(
            c,
            dialect,
            INSERT_SUBJECT,
            "version",
            p.tenant(),
            p.topic(),
            p.subject(),
            p.version(),
            id,
            hash);
    // MySQL's drivers may count an existing row as changed, so only a 0 elsewhere is an answer.
    if (inserted == 1 && dialect != Dialect.MYSQL) {
      return owner(id, hash);
    }
    return lockSubject(c, p);
  }

  private static SubjectOwner lockSubject(Connection c, Publication p) throws SQLException {
    return Jdbc.query(
            c,
            LOCK_SUBJECT,
            row -> owner(row.getString("notification_id"), row.getBytes("payload_hash")),
            p.tenant(),
            p.topic(),
            p.subject(),
            p.version())
        .stream()
        .findFirst()
        .orElseThrow(NotificationStore::invisible);
  }

  /** H2's locking read sees no more than its snapshot; PostgreSQL gives this answer by itself. */
  private static SQLException invisible() {
    return new SQLTransactionRollbackException(
        "It was published after the snapshot of this transaction; run the transaction again",
        "40001");
  }

  public void insert(Connection c, String id, Publication p, byte[] hash, Instant now)
      throws SQLException {
    Jdbc.update(
        c,
        INSERT_NOTIFICATION,
        id,
        p.tenant(),
        p.topic(),
        p.subject(),
        p.version(),
        addressees(p.to()),
        p.contentType(),
        p.payload().bytes(),
        hash,
        p.traceparent(),
        now);
    Jdbc.update(c, INSERT_OUTBOX, id);
  }

  /** Those of the receiver ids that this tenant does not have. */
  public Set<String> unknownReceivers(Connection c, String tenant, List<String> ids)
      throws SQLException {
    Set<String> unknown = new HashSet<>(ids);
    if (!ids.isEmpty()) {
      List<Object> args = new ArrayList<>(List.of(tenant));
      args.addAll(Jdbc.padded(ids));
      String sql = KNOWN_RECEIVERS.formatted(Jdbc.placeholders(ids.size()));
      Jdbc.query(c, sql, row -> row.getString(1), args.toArray()).forEach(unknown::remove);
    }
    return unknown;
  }

  private static SubjectOwner owner(String id, byte[] hash) {
    return new SubjectOwner(id, HexFormat.of().formatHex(hash));
  }

  private static @Nullable String addressees(List<String> to) {
    return to.isEmpty() ? null : String.join(" ", to);
  }
}
