package dev.tireless.store;

import dev.tireless.TirelessException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The receiver's side: which version of a subject was applied, and what became of every delivery.
 *
 * <p>All of it works at any isolation level, so it never reads what it has not locked, and it never
 * locks what may be absent: InnoDB would lock the gap, and two newcomers would deadlock.
 */
public final class ReceiptStore {

  private static final String KEY = " WHERE notifier = ? AND topic = ? AND subject = ?";
  private static final String INSERT_RECEIPT =
      """
      INSERT INTO tireless_receipt (notifier, topic, subject, version, applied_at)
      VALUES (?, ?, ?, 0, ?)""";
  private static final String LOCK_RECEIPT =
      "SELECT version, payload_hash FROM tireless_receipt" + KEY + " FOR UPDATE";
  private static final String FIND_RECEIPT =
      "SELECT version, payload_hash FROM tireless_receipt" + KEY;
  private static final String RAISE =
      "UPDATE tireless_receipt SET version = ?, payload_hash = ?, applied_at = ?"
          + KEY
          + " AND version = ? AND version <= ?";

  private static final String INSERT_SEEN =
      """
      INSERT INTO tireless_seen
        (outcome, error, seen_at, notifier, epoch, seq, notification_id, topic, subject, version,
         payload_hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String IMPROVE_SEEN =
      """
      UPDATE tireless_seen SET outcome = ?, error = ?, seen_at = ?
      WHERE notifier = ? AND epoch = ? AND seq = ? AND notification_id = ?
        AND (outcome IN ('FAILED', 'REFUSED') OR ? = 'APPLIED'
             OR NOT EXISTS (
               SELECT 1 FROM tireless_receipt r
               WHERE r.notifier = tireless_seen.notifier AND r.topic = tireless_seen.topic
                 AND r.subject = tireless_seen.subject AND r.version >= tireless_seen.version))""";
  private static final String ID_AT_PLACE =
      """
      SELECT notification_id FROM tireless_seen
      WHERE notifier = ? AND epoch = ? AND seq = ? FOR UPDATE""";
  private static final String IS_AT =
      """
      SELECT COUNT(*) FROM tireless_seen
      WHERE notifier = ? AND epoch = ? AND seq = ? AND notification_id = ?""";
  private static final String CONFLICT =
      "UPDATE tireless_catch_up SET conflict_at = ? WHERE notifier = ? AND conflict_at IS NULL";

  /**
   * A failure is over when its version or a higher one was applied in another way. A refusal of the
   * very version that stands applied with exact bytes is a conflict, which is never over.
   */
  private static final String UNAPPLIED =
      """
      SELECT s.* FROM tireless_seen s
      LEFT JOIN tireless_receipt r
        ON r.notifier = s.notifier AND r.topic = s.topic AND r.subject = s.subject
      WHERE s.outcome IN ('FAILED', 'REFUSED')
        AND (r.version IS NULL OR r.version < s.version
             OR (r.version = s.version AND s.outcome = 'REFUSED' AND r.payload_hash <> s.payload_hash))
      ORDER BY s.seen_at, s.notifier, s.epoch, s.seq LIMIT ?""";

  private static final int MAX_ERROR = 512;

  private final Dialect dialect;

  public ReceiptStore(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Whose receipt it is. */
  public record SubjectKey(String notifier, String topic, String subject) {}

  /**
   * What was applied last.
   *
   * @param version 0 when nothing was
   * @param payloadHash SHA-256 of the exact bytes in hex, null when they are not known
   */
  public record Receipt(long version, @Nullable String payloadHash) {}

  /**
   * What became of the delivery at a place of the sequence.
   *
   * @param payloadHash SHA-256 of the exact bytes in hex
   */
  public record Seen(
      String notifier,
      long epoch,
      long seq,
      String notificationId,
      String topic,
      String subject,
      long version,
      String payloadHash,
      String outcome,
      String error,
      Instant seenAt) {}

  /** Locks the subject's receipt until the end of the transaction and tells what it says. */
  public Receipt lock(Connection c, SubjectKey key, Instant now) throws SQLException {
    int inserted =
        Jdbc.insertIfAbsent(
            c, dialect, INSERT_RECEIPT, "version", key.notifier(), key.topic(), key.subject(), now);
    // MySQL's drivers may count an existing row as changed, so only elsewhere is a 1 an answer.
    if (inserted == 1 && dialect != Dialect.MYSQL) {
      return new Receipt(0, null);
    }
    return Jdbc.query(
            c, LOCK_RECEIPT, ReceiptStore::receipt, key.notifier(), key.topic(), key.subject())
        .get(0);
  }

  /** What the subject's receipt says at the moment; version 0 when there is none. */
  public Receipt find(Connection c, SubjectKey key) throws SQLException {
    return Jdbc.query(
            c, FIND_RECEIPT, ReceiptStore::receipt, key.notifier(), key.topic(), key.subject())
        .stream()
        .findFirst()
        .orElse(new Receipt(0, null));
  }

  /** Raises a receipt that this transaction has locked; it never goes down. */
  public void raise(Connection c, SubjectKey key, Receipt from, Receipt to, Instant now)
      throws SQLException {
    String hash = to.payloadHash();
    int raised =
        Jdbc.update(
            c,
            RAISE,
            to.version(),
            hash == null ? null : HexFormat.of().parseHex(hash),
            now,
            key.notifier(),
            key.topic(),
            key.subject(),
            from.version(),
            to.version());
    if (raised != 1) {
      throw new TirelessException(
          "The receipt of %s could not be raised from version %d to %d"
              .formatted(key, from.version(), to.version()));
    }
  }

  /** Marks the transaction of a receipt that was raised in it. */
  public TransactionMark mark(Connection c) throws SQLException {
    return TransactionMark.on(c, dialect);
  }

  /**
   * Notes what became of a delivery, unless something better is known already: as long as the
   * receipt says so, {@code APPLIED} is never taken back, and {@code IGNORED} only by it. One that
   * noted at the same time may not see that receipt yet; then the receipt counts, not the note.
   *
   * @return false when the place belongs to another notification, which then keeps it
   */
  public boolean note(Connection c, Seen seen) throws SQLException {
    int inserted = Jdbc.insertIfAbsent(c, dialect, INSERT_SEEN, "seq", values(seen));
    if (inserted == 1 && dialect != Dialect.MYSQL) {
      return true;
    }
    return improve(c, seen) || seen.notificationId().equals(idAtPlace(c, seen));
  }

  /** A delivery came to a place that belongs to another notification: somebody must compare. */
  public void conflict(Connection c, String notifier, Instant now) throws SQLException {
    Jdbc.update(c, CONFLICT, now, notifier);
  }

  /** Whether a place is this notification's. */
  public boolean isAt(Connection c, String notifier, long epoch, long seq, String id)
      throws SQLException {
    return Jdbc.query(c, IS_AT, row -> row.getLong(1), notifier, epoch, seq, id).get(0) > 0;
  }

  /** Deliveries that still wait for being applied, the longest unseen first. */
  public List<Seen> unapplied(Connection c, int limit) throws SQLException {
    return Jdbc.query(c, UNAPPLIED, ReceiptStore::seen, limit);
  }

  private static boolean improve(Connection c, Seen s) throws SQLException {
    int improved =
        Jdbc.update(
            c,
            IMPROVE_SEEN,
            s.outcome(),
            Jdbc.text(s.error(), MAX_ERROR),
            s.seenAt(),
            s.notifier(),
            s.epoch(),
            s.seq(),
            s.notificationId(),
            s.outcome());
    return improved == 1;
  }

  private static String idAtPlace(Connection c, Seen s) throws SQLException {
    return Jdbc.query(c, ID_AT_PLACE, row -> row.getString(1), s.notifier(), s.epoch(), s.seq())
        .get(0);
  }

  private static Object[] values(Seen s) {
    return new Object[] {
      s.outcome(),
      Jdbc.text(s.error(), MAX_ERROR),
      s.seenAt(),
      s.notifier(),
      s.epoch(),
      s.seq(),
      s.notificationId(),
      s.topic(),
      s.subject(),
      s.version(),
      HexFormat.of().parseHex(s.payloadHash())
    };
  }

  private static Receipt receipt(ResultSet row) throws SQLException {
    byte[] hash = row.getBytes("payload_hash");
    return new Receipt(
        row.getLong("version"), hash == null ? null : HexFormat.of().formatHex(hash));
  }

  private static Seen seen(ResultSet row) throws SQLException {
    return new Seen(
        row.getString("notifier"),
        row.getLong("epoch"),
        row.getLong("seq"),
        row.getString("notification_id"),
        row.getString("topic"),
        row.getString("subject"),
        row.getLong("version"),
        HexFormat.of().formatHex(Objects.requireNonNull(row.getBytes("payload_hash"))),
        row.getString("outcome"),
        row.getString("error"),
        Jdbc.instant(row, "seen_at"));
  }
}
