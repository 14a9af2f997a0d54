package dev.tireless.store;

import dev.tireless.AttemptReason;
import dev.tireless.TirelessException;
import dev.tireless.store.BulkInsert.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The statements that give deliveries their numbers.
 *
 * <p>What keeps a notification from being numbered twice is one thing alone: the unique key
 * (notification, receiver) of {@code tireless_delivery}. Two sequencers may read the same outbox
 * row (on H2 nothing stops them); the second one's insert fails, and its whole transaction with it.
 * So that insert must never ignore a conflict.
 */
public final class SequenceStore {

  private static final String OUTBOX =
      """
      SELECT notification_id, fanned_out_to FROM tireless_outbox
      WHERE held_until IS NULL OR held_until <= ?
      ORDER BY notification_id LIMIT ?""";
  private static final String OUTBOX_ROWS =
      """
      SELECT notification_id, fanned_out_to FROM tireless_outbox
      WHERE notification_id IN (%s) ORDER BY notification_id""";
  private static final String NOTIFICATIONS =
      "SELECT id, tenant, topic, addressees FROM tireless_notification WHERE id IN (%s)";
  private static final String SUBSCRIBERS =
      """
      SELECT receiver_id FROM tireless_subscription
      WHERE tenant = ? AND topic = ? AND receiver_id > ?
      ORDER BY receiver_id LIMIT ?""";
  private static final String SUBSCRIPTIONS =
      """
      SELECT topic, receiver_id FROM tireless_subscription
      WHERE tenant = ? AND topic IN (%s)
      ORDER BY topic, receiver_id LIMIT ?""";
  private static final String ADDRESSEES =
      """
      SELECT receiver_id FROM tireless_receiver
      WHERE tenant = ? AND state <> 'DELETED' AND receiver_id > ? AND receiver IN (%s)
      ORDER BY receiver_id""";
  private static final String LOCK_HEADS =
      """
      SELECT receiver_id, last_seq, last_sequenced_at FROM tireless_receiver_head
      WHERE receiver_id IN (%s) ORDER BY receiver_id FOR UPDATE""";
  private static final String ADVANCE_HEAD =
      """
      UPDATE tireless_receiver_head SET last_seq = ?, last_sequenced_at = ?
      WHERE receiver_id = ?""";
  private static final String ADVANCE_HEADS_BY_ARRAYS =
      """
      UPDATE tireless_receiver_head h
      SET last_seq = given.seq,
          last_sequenced_at = timestamp 'epoch' + given.at * interval '1 microsecond'
      FROM unnest(?, ?, ?) AS given (receiver_id, seq, at)
      WHERE h.receiver_id = given.receiver_id""";
  private static final String DELETE_OUTBOX =
      "DELETE FROM tireless_outbox WHERE notification_id IN (%s)";
  private static final String NOTE_FAN_OUT =
      "UPDATE tireless_outbox SET fanned_out_to = ? WHERE notification_id = ?";

  private static final int HEADS_PER_QUERY = 512;

  private final Dialect dialect;
  private final BulkInsert deliveries;
  private final BulkInsert due;

  public SequenceStore(Dialect dialect) {
    this.dialect = dialect;
    this.deliveries =
        BulkInsert.into(
            dialect,
            "tireless_delivery",
            Column.number("receiver_id"),
            Column.number("seq"),
            Column.text("notification_id"),
            Column.time("sequenced_at"));
    this.due =
        BulkInsert.into(
            dialect,
            "tireless_due",
            Column.number("receiver_id"),
            Column.number("seq"),
            Column.time("due_at"),
            Column.text("reason"),
            Column.time("leased_until"),
            Column.text("leased_by"),
            Column.number("lease_token"),
            Column.number("failures"),
            Column.time("window_start"));
  }

  /**
   * A published notification without its numbers yet.
   *
   * @param addressees receiver ids; empty means the subscribers of the topic
   * @param fannedOutTo the last internal receiver number that has its delivery, 0 at first
   */
  public record Unsequenced(
      String notificationId,
      String tenant,
      String topic,
      List<String> addressees,
      long fannedOutTo) {}

  /** Who is told what, by internal number. */
  public record Subscription(String topic, long receiverId) {}

  /** The newest number of a receiver and when it was given. */
  public record Head(long lastSeq, Instant lastSequencedAt) {}

  /** A delivery with its number. */
  public record Numbered(long receiverId, long seq, String notificationId, Instant sequencedAt) {

    /**
     * Its first attempt, due at once and leased by nobody.
     *
     * @param now which is earlier than it was sequenced at, where the clock was set back
     */
    public DueRow due(Instant now) {
      return new DueRow(
          receiverId, seq, now, AttemptReason.SCHEDULED, null, null, 0, 0, null, null);
    }
  }

  /** The oldest of the outbox that are not held, in the order in which they were published. */
  public List<Unsequenced> outbox(Connection c, Instant now, int limit) throws SQLException {
    return unsequenced(c, OUTBOX + dialect.skipLocked(), now, limit);
  }

  /** The ids of the oldest of the outbox that are not held. */
  public List<String> outboxIds(Connection c, Instant now, int limit) throws SQLException {
    return Jdbc.query(c, OUTBOX, row -> row.getString(1), now, limit);
  }

  /**
   * Those of the outbox, held or not, as far as they are still there. It waits for who has them: to
   * look for others, a sequencer may lock a row for a moment that it leaves alone.
   */
  public List<Unsequenced> outboxRows(Connection c, List<String> notificationIds)
      throws SQLException {
    String sql = OUTBOX_ROWS.formatted(Jdbc.placeholders(notificationIds.size()));
    return unsequenced(c, sql + dialect.lock(), Jdbc.padded(notificationIds).toArray());
  }

  /** Internal numbers of the receivers it goes to, ascending, behind those that have theirs. */
  public List<Long> recipients(Connection c, Unsequenced u, int limit) throws SQLException {
    if (u.addressees().isEmpty()) {
      return Jdbc.query(
          c, SUBSCRIBERS, row -> row.getLong(1), u.tenant(), u.topic(), u.fannedOutTo(), limit);
    }
    List<Object> args = new ArrayList<>(List.of(u.tenant(), u.fannedOutTo()));
    args.addAll(Jdbc.padded(u.addressees()));
    String sql = ADDRESSEES.formatted(Jdbc.placeholders(u.addressees().size()));
    List<Long> all = Jdbc.query(c, sql, row -> row.getLong(1), args.toArray());
    return all.subList(0, Math.min(limit, all.size()));
  }

  /** Who is subscribed to the topics, by topic and internal number, both ascending. */
  public List<Subscription> subscriptions(
      Connection c, String tenant, List<String> topics, int limit) throws SQLException {
    List<Object> args = new ArrayList<>(List.of(tenant));
    args.addAll(Jdbc.padded(topics));
    args.add(limit);
    return Jdbc.query(
        c,
        SUBSCRIPTIONS.formatted(Jdbc.placeholders(topics.size())),
        row -> new Subscription(row.getString(1), row.getLong(2)),
        args.toArray());
  }

  /** Locks the heads in the order of their receivers, as everyone who needs several does. */
  public SortedMap<Long, Head> lockHeads(Connection c, SortedSet<Long> receivers)
      throws SQLException {
    SortedMap<Long, Head> heads = new TreeMap<>();
    List<Long> ids = List.copyOf(receivers);
    for (int from = 0; from < ids.size(); from += HEADS_PER_QUERY) {
      List<Long> chunk = ids.subList(from, Math.min(ids.size(), from + HEADS_PER_QUERY));
      Jdbc.query(
          c,
          LOCK_HEADS.formatted(Jdbc.placeholders(chunk.size())),
          row ->
              heads.put(
                  row.getLong(1), new Head(row.getLong(2), Jdbc.instant(row, "last_sequenced_at"))),
          Jdbc.padded(chunk).toArray());
    }
    if (heads.size() != receivers.size()) {
      throw new TirelessException("Receivers without a head row among " + receivers);
    }
    return heads;
  }

  /** Writes deliveries with their numbers, and what is due of them, leased or not. */
  public void insert(Connection c, List<Numbered> numbered, List<DueRow> dueRows)
      throws SQLException {
    deliveries.run(
        c,
        numbered.stream()
            .map(
                d ->
                    new @Nullable Object[] {
                      d.receiverId(), d.seq(), d.notificationId(), d.sequencedAt()
                    })
            .toList());
    due.run(
        c,
        dueRows.stream()
            .map(
                d ->
                    new @Nullable Object[] {
                      d.receiverId(),
                      d.seq(),
                      d.dueAt(),
                      d.reason(),
                      d.leasedUntil(),
                      d.leasedBy(),
                      d.leaseToken(),
                      d.failures(),
                      d.windowStart()
                    })
            .toList());
  }

  /** Moves the heads on to the newest numbers. */
  public void advance(Connection c, SortedMap<Long, Head> heads) throws SQLException {
    if (dialect == Dialect.POSTGRESQL && heads.size() > 1) {
      advanceByArrays(c, heads);
      return;
    }
    Jdbc.batch(
        c,
        ADVANCE_HEAD,
        heads.entrySet().stream()
            .map(
                h ->
                    new @Nullable Object[] {
                      h.getValue().lastSeq(), h.getValue().lastSequencedAt(), h.getKey()
                    })
            .toList());
  }

  private static void advanceByArrays(Connection c, SortedMap<Long, Head> heads)
      throws SQLException {
    try (PreparedStatement statement = c.prepareStatement(ADVANCE_HEADS_BY_ARRAYS)) {
      statement.setArray(1, Jdbc.numbers(c, heads.keySet(), Long::longValue));
      statement.setArray(2, Jdbc.numbers(c, heads.values(), Head::lastSeq));
      statement.setArray(3, Jdbc.numbers(c, heads.values(), h -> Jdbc.micros(h.lastSequencedAt())));
      statement.executeUpdate();
    }
  }

  public void finish(Connection c, List<String> notificationIds) throws SQLException {
    if (!notificationIds.isEmpty()) {
      Jdbc.update(
          c,
          DELETE_OUTBOX.formatted(Jdbc.placeholders(notificationIds.size())),
          Jdbc.padded(notificationIds).toArray());
    }
  }

  /** A large fan-out goes on behind this receiver. */
  public void noteFanOut(Connection c, String notificationId, long lastReceiver)
      throws SQLException {
    Jdbc.update(c, NOTE_FAN_OUT, lastReceiver, notificationId);
  }

  private record OutboxRow(String notificationId, long fannedOutTo) {}

  private List<Unsequenced> unsequenced(Connection c, String sql, @Nullable Object... args)
      throws SQLException {
    List<OutboxRow> rows =
        Jdbc.query(c, sql, row -> new OutboxRow(row.getString(1), row.getLong(2)), args);
    return rows.isEmpty() ? List.of() : withNotifications(c, rows);
  }

  private static List<Unsequenced> withNotifications(Connection c, List<OutboxRow> rows)
      throws SQLException {
    SortedMap<String, Unsequenced> byId = new TreeMap<>();
    List<String> ids = rows.stream().map(OutboxRow::notificationId).toList();
    Jdbc.query(
        c,
        NOTIFICATIONS.formatted(Jdbc.placeholders(ids.size())),
        row ->
            byId.put(
                row.getString("id"),
                new Unsequenced(
                    row.getString("id"),
                    row.getString("tenant"),
                    row.getString("topic"),
                    addressees(row.getString("addressees")),
                    0)),
        Jdbc.padded(ids).toArray());
    return rows.stream().map(row -> at(byId, row)).toList();
  }

  private static Unsequenced at(SortedMap<String, Unsequenced> byId, OutboxRow row) {
    Unsequenced u = byId.get(row.notificationId());
    if (u == null) {
      throw new TirelessException(
          "The outbox names " + row.notificationId() + ", which is missing");
    }
    return new Unsequenced(
        u.notificationId(), u.tenant(), u.topic(), u.addressees(), row.fannedOutTo());
  }

  private static List<String> addressees(@Nullable String stored) {
    return stored == null ? List.of() : Arrays.asList(stored.split(" "));
  }
}
