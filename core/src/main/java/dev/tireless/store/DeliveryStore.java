package dev.tireless.store;

import dev.tireless.DeliveryState;
import dev.tireless.Notification;
import dev.tireless.Payload;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads deliveries: what to send, where they stand, how many wait. */
public final class DeliveryStore {

  private static final String NOTIFICATIONS =
      """
      SELECT d.seq, n.* FROM tireless_delivery d
      JOIN tireless_notification n ON n.id = d.notification_id
      WHERE d.receiver_id = ? AND d.seq IN (%s) AND n.payload IS NOT NULL""";

  private static final String BY_IDS =
      "SELECT * FROM tireless_notification n WHERE n.id IN (%s) AND n.payload IS NOT NULL";

  /** The state is where the row is, so it is read in one statement. */
  private static final String PROGRESS =
      """
      SELECT r.tenant, r.receiver, r.receiver_id, d.seq, d.notification_id, d.sequenced_at,
        CASE WHEN u.seq IS NOT NULL OR g.first_seq IS NOT NULL THEN 'PENDING'
             WHEN p.seq IS NOT NULL THEN p.state
             ELSE 'ACKED' END AS state,
        COALESCE(u.due_at, g.leased_until) AS due_at,
        COALESCE(u.leased_until, g.leased_until) AS leased_until,
        COALESCE(u.window_start, g.leased_at) AS window_start,
        u.failures, u.last_outcome,
        p.reason AS parked_reason,
        p.parked_at,
        (SELECT COUNT(*) FROM tireless_attempt a
         WHERE a.receiver_id = d.receiver_id AND a.seq = d.seq AND a.source = 'PUSH') AS attempts
      FROM tireless_delivery d
      JOIN tireless_receiver r ON r.receiver_id = d.receiver_id
      LEFT JOIN tireless_due u ON u.receiver_id = d.receiver_id AND u.seq = d.seq
      LEFT JOIN tireless_parked p ON p.receiver_id = d.receiver_id AND p.seq = d.seq
      LEFT JOIN tireless_range g
        ON g.receiver_id = d.receiver_id AND d.seq BETWEEN g.first_seq AND g.last_seq
        AND NOT EXISTS (SELECT 1 FROM tireless_attempt t
                        WHERE t.receiver_id = d.receiver_id AND t.seq = d.seq)""";

  private static final String OF_SUBJECT =
      """
       JOIN tireless_notification n ON n.id = d.notification_id
      WHERE n.tenant = ? AND n.topic = ? AND n.subject = ? ORDER BY n.version, r.receiver_id""";
  private static final String UNROUTED =
      """
      SELECT n.* FROM tireless_notification n
      WHERE n.payload IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM tireless_delivery d WHERE d.notification_id = n.id)
        AND NOT EXISTS (SELECT 1 FROM tireless_outbox o WHERE o.notification_id = n.id)
      ORDER BY n.id LIMIT ?""";
  private static final String REOPEN_OUTBOX =
      "INSERT INTO tireless_outbox (notification_id) VALUES (?)";
  private static final String CAN_BE_ROUTED =
      """
      SELECT 1 FROM tireless_notification n
      WHERE n.id = ? AND n.payload IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM tireless_delivery d WHERE d.notification_id = n.id)""";
  private static final String BACKLOG =
      """
      SELECT (SELECT COUNT(*) FROM tireless_outbox) AS unsequenced,
             (SELECT COUNT(*) FROM tireless_due)
              + (SELECT COALESCE(SUM(last_seq - first_seq + 1), 0) FROM tireless_range) AS pending,
             (SELECT MIN(due_at)
              FROM (SELECT MIN(due_at) AS due_at FROM tireless_due
                    UNION ALL
                    SELECT MIN(leased_until) FROM tireless_range) all_due) AS oldest_due,
             (SELECT COUNT(*) FROM tireless_parked) AS parked,
             (SELECT COUNT(*) FROM tireless_receiver
              WHERE failing_since IS NOT NULL AND drain_up_to IS NULL) AS failing""";

  /**
   * Where a delivery stands.
   *
   * @param dueAt when its next attempt is due, or the lease of the present one ends; null unless
   *     pending
   * @param leasedUntil set while an attempt is in flight
   * @param attempts tries of ours so far that are recorded
   * @param lastOutcome of its last attempt, null before one and unless pending
   * @param parkedReason why it was given up, null unless it was
   */
  public record Progress(
      String tenant,
      String receiver,
      long receiverNumber,
      long seq,
      String notificationId,
      Instant sequencedAt,
      DeliveryState state,
      @Nullable Instant dueAt,
      @Nullable Instant leasedUntil,
      @Nullable Instant windowStart,
      int failures,
      long attempts,
      @Nullable String lastOutcome,
      @Nullable String parkedReason,
      @Nullable Instant parkedAt) {}

  /**
   * How much waits.
   *
   * @param unsequenced published, without numbers yet
   * @param pending of those leased together, all until the last of them is acked
   * @param oldestDue the earliest due time of a pending delivery, null when there is none
   * @param failing receivers that answer nobody
   */
  public record Backlog(
      long unsequenced, long pending, @Nullable Instant oldestDue, long parked, long failing) {}

  /** Notifications by their ids, without those whose payload is expunged. */
  public Map<String, Notification> byIds(Connection c, List<String> ids) throws SQLException {
    Map<String, Notification> byId = new HashMap<>();
    if (!ids.isEmpty()) {
      Jdbc.query(
          c,
          BY_IDS.formatted(Jdbc.placeholders(ids.size())),
          row -> byId.put(row.getString("id"), notification(row)),
          Jdbc.padded(ids).toArray());
    }
    return byId;
  }

  /**
   * The notifications of one receiver's deliveries by their sequence numbers, without those whose
   * payload is expunged.
   */
  public Map<Long, Notification> notifications(Connection c, long receiverId, List<Long> seqs)
      throws SQLException {
    Map<Long, Notification> bySeq = new HashMap<>();
    if (!seqs.isEmpty()) {
      List<Object> args = new ArrayList<>(List.of(receiverId));
      args.addAll(Jdbc.padded(seqs));
      Jdbc.query(
          c,
          NOTIFICATIONS.formatted(Jdbc.placeholders(seqs.size())),
          row -> bySeq.put(row.getLong("seq"), notification(row)),
          args.toArray());
    }
    return bySeq;
  }

  public Optional<Progress> progress(Connection c, long receiverId, long seq) throws SQLException {
    String sql = PROGRESS + " WHERE d.receiver_id = ? AND d.seq = ?";
    return Jdbc.query(c, sql, DeliveryStore::progress, receiverId, seq).stream().findFirst();
  }

  public List<Progress> ofSubject(Connection c, String tenant, String topic, String subject)
      throws SQLException {
    return Jdbc.query(c, PROGRESS + OF_SUBJECT, DeliveryStore::progress, tenant, topic, subject);
  }

  /** Notifications that nobody was subscribed to and that can be sent, the oldest first. */
  public List<Notification> unrouted(Connection c, int limit) throws SQLException {
    return Jdbc.query(c, UNROUTED, DeliveryStore::notification, limit);
  }

  /**
   * Puts an unrouted notification back into the outbox; false, and the transaction must be rolled
   * back, when it has deliveries, cannot be sent any more, or is there already. The insert comes
   * first: once it stands, no sequencer can be at work on it, and the check sees everything that
   * ever was.
   */
  public boolean reopen(Connection c, String notificationId) throws SQLException {
    try {
      Jdbc.update(c, REOPEN_OUTBOX, notificationId);
    } catch (SQLException e) {
      if (Dialect.isDuplicate(e)) {
        return false;
      }
      throw e;
    }
    return !Jdbc.query(c, CAN_BE_ROUTED, row -> 1, notificationId).isEmpty();
  }

  public Backlog backlog(Connection c) throws SQLException {
    return Jdbc.query(
            c,
            BACKLOG,
            row ->
                new Backlog(
                    row.getLong("unsequenced"),
                    row.getLong("pending"),
                    Jdbc.instantOrNull(row, "oldest_due"),
                    row.getLong("parked"),
                    row.getLong("failing")))
        .get(0);
  }

  private static Progress progress(ResultSet row) throws SQLException {
    return new Progress(
        row.getString("tenant"),
        row.getString("receiver"),
        row.getLong("receiver_id"),
        row.getLong("seq"),
        row.getString("notification_id"),
        Jdbc.instant(row, "sequenced_at"),
        DeliveryState.valueOf(row.getString("state")),
        Jdbc.instantOrNull(row, "due_at"),
        Jdbc.instantOrNull(row, "leased_until"),
        Jdbc.instantOrNull(row, "window_start"),
        row.getInt("failures"),
        row.getLong("attempts"),
        row.getString("last_outcome"),
        row.getString("parked_reason"),
        Jdbc.instantOrNull(row, "parked_at"));
  }

  private static Notification notification(ResultSet row) throws SQLException {
    return new Notification(
        row.getString("id"),
        row.getString("tenant"),
        row.getString("topic"),
        row.getString("subject"),
        row.getLong("version"),
        row.getString("content_type"),
        Payload.of(row.getBytes("payload")),
        Jdbc.instant(row, "created_at"),
        row.getString("traceparent"));
  }
}
