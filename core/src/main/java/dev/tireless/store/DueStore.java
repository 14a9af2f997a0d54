package dev.tireless.store;

import dev.tireless.AttemptReason;
import dev.tireless.DeliveryState;
import dev.tireless.store.BulkInsert.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The unfinished deliveries and what became of them: lease, retry, park, ack, replay. Every change
 * of a leased row is guarded by its token, and every method tells which of its rows it changed.
 *
 * <p>A token is <i>held</i> while the row carries it and a lease time; recording an outcome clears
 * the lease time. So the same outcome recorded twice, or by a node whose lease went to another,
 * finds nothing to change.
 *
 * <p>While a row is leased it is due at the end of its lease: so whoever looks for what is due does
 * not walk over what is in flight.
 */
public final class DueStore {

  // A look into the index for each receiver. Whoever begins at what is due walks over the backlog
  // of a dead receiver, and on PostgreSQL over all that has ended since the last vacuum.
  private static final String RECEIVERS_WITH_DUE =
      """
      SELECT r.receiver_id FROM tireless_receiver r
      WHERE (SELECT d.receiver_id FROM tireless_due d
             WHERE d.receiver_id = r.receiver_id AND d.due_at <= ?%s
             ORDER BY d.due_at LIMIT 1) IS NOT NULL
      ORDER BY r.receiver_id""";
  private static final String CANDIDATES =
      "SELECT "
          + DueRow.COLUMNS
          + """
             FROM tireless_due
            WHERE receiver_id = ? AND due_at <= ?%s
            ORDER BY due_at, seq LIMIT ?""";
  private static final String LEASE =
      """
      UPDATE tireless_due
      SET leased_until = ?, due_at = ?, leased_by = ?, lease_token = lease_token + 1,
          window_start = COALESCE(window_start, ?),
          reason = COALESCE(?, CASE WHEN reason = 'REPLAY' THEN reason ELSE 'SCHEDULED' END)
      WHERE receiver_id = ? AND seq %s""";
  private static final String LEASE_AS_IT_WAS =
      LEASE.formatted("= ?")
          + " AND lease_token = ? AND (leased_until IS NULL OR leased_until <= ?)";
  private static final String GIVE_BACK =
      """
      UPDATE tireless_due
      SET leased_until = NULL, leased_by = NULL, due_at = ?, window_start = ?
      WHERE receiver_id = ? AND seq = ? AND lease_token = ?""";
  private static final String RETRY_HELD =
      """
      UPDATE tireless_due
      SET due_at = ?, reason = 'SCHEDULED', failures = ?, last_outcome = ?, failed_at = ?,
          leased_until = NULL, leased_by = NULL
      WHERE receiver_id = ? AND seq = ? AND lease_token = ? AND leased_until IS NOT NULL""";
  private static final String END_IDLE =
      """
      DELETE FROM tireless_due
      WHERE receiver_id = ? AND seq = ? AND lease_token = ?
        AND (leased_until IS NULL OR leased_until <= ?)""";
  private static final String ACK_DUE =
      "DELETE FROM tireless_due WHERE receiver_id = ? AND seq = ?";
  private static final String ACK_PARKED =
      "DELETE FROM tireless_parked WHERE receiver_id = ? AND seq = ?";
  private static final String PARK =
      """
      INSERT INTO tireless_parked (receiver_id, seq, state, reason, parked_at, lease_token)
      VALUES (?, ?, ?, ?, ?, ?)""";
  private static final String LOCK_DELIVERY =
      "SELECT seq FROM tireless_delivery WHERE receiver_id = ? AND seq = ? FOR UPDATE";
  private static final String SENDABLE =
      """
      SELECT d.seq FROM tireless_delivery d
      JOIN tireless_notification n ON n.id = d.notification_id
      WHERE d.receiver_id = ? AND d.seq IN (%s) AND n.payload IS NOT NULL ORDER BY d.seq""";
  private static final String LOCK_TOKEN =
      "SELECT lease_token FROM %s WHERE receiver_id = ? AND seq = ? FOR UPDATE";
  private static final String IN_FLIGHT =
      """
      SELECT lease_token, reason FROM tireless_due
      WHERE receiver_id = ? AND seq = ? AND leased_until IS NOT NULL
      UNION ALL
      SELECT lease_token, 'SCHEDULED' FROM tireless_parked
      WHERE receiver_id = ? AND seq = ? AND state = 'CANCELLED'""";
  private static final String UNPARK =
      "DELETE FROM tireless_parked WHERE receiver_id = ? AND seq = ? AND lease_token = ?";
  private static final String PENDING_SEQS =
      "SELECT seq FROM tireless_due WHERE receiver_id = ? ORDER BY seq LIMIT ?";

  private static final int MAX_REASON = 255;

  private final Dialect dialect;
  private final HeldRows held;
  private final RangeStore ranges;
  private final BulkInsert replayed;

  public DueStore(Dialect dialect) {
    this.dialect = dialect;
    this.held = new HeldRows(dialect);
    this.ranges = new RangeStore(dialect);
    this.replayed =
        BulkInsert.into(
            dialect,
            "tireless_due",
            Column.number("receiver_id"),
            Column.number("seq"),
            Column.time("due_at"),
            Column.text("reason"),
            Column.number("lease_token"),
            Column.number("failures"));
  }

  /** Receivers that have something due that nobody holds. */
  public List<Long> receiversWithDue(Connection c, Instant now) throws SQLException {
    String sql = RECEIVERS_WITH_DUE.formatted(dialect.byDueTime());
    return Jdbc.query(c, sql, row -> row.getLong(1), now);
  }

  /** What of the receiver's is due and held by nobody, the longest waiting first. */
  public List<DueRow> candidates(Connection c, long receiverId, Instant now, int limit)
      throws SQLException {
    String sql = CANDIDATES.formatted(dialect.byDueTime()) + dialect.skipLocked();
    return Jdbc.query(c, sql, DueRow::read, receiverId, now, limit);
  }

  /**
   * Leases those of a receiver's candidates that still are as they were read, and gives them as
   * they are now. Where reading them locked them, they all are.
   *
   * @param why null for the schedule
   */
  public List<DueRow> lease(
      Connection c,
      List<DueRow> candidates,
      @Nullable AttemptReason why,
      String node,
      Instant until,
      Instant now)
      throws SQLException {
    List<DueRow> leased =
        candidates.stream().map(row -> row.leased(why, node, until, now)).toList();
    List<@Nullable Object> lease = Arrays.asList(until, until, node, now, why);
    if (leased.isEmpty() || dialect == Dialect.H2) {
      return leaseAsTheyWere(c, leased, lease, now);
    }
    List<Long> seqs = leased.stream().map(DueRow::seq).toList();
    List<@Nullable Object> args = new ArrayList<>(lease);
    args.add(leased.get(0).receiverId());
    args.addAll(Jdbc.padded(seqs));
    String sql = LEASE.formatted("IN (" + Jdbc.placeholders(seqs.size()) + ")");
    int changed = Jdbc.update(c, sql, args.toArray());
    if (changed != leased.size()) {
      throw new SQLException(changed + " of " + leased.size() + " locked rows could be leased");
    }
    return leased;
  }

  private static List<DueRow> leaseAsTheyWere(
      Connection c, List<DueRow> leased, List<@Nullable Object> lease, Instant now)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (DueRow row : leased) {
      List<@Nullable Object> args = new ArrayList<>(lease);
      Collections.addAll(args, row.receiverId(), row.seq(), row.leaseToken() - 1, now);
      rows.add(args.toArray());
    }
    return chosen(leased, Jdbc.countedBatch(c, LEASE_AS_IT_WAS, rows));
  }

  /** Lets others have what was leased and not sent. */
  public void giveBack(Connection c, List<DueRow> unsent) throws SQLException {
    Jdbc.batch(
        c,
        GIVE_BACK,
        unsent.stream()
            .map(
                row ->
                    new @Nullable Object[] {
                      row.dueAt(), row.windowStart(), row.receiverId(), row.seq(), row.leaseToken()
                    })
            .toList());
  }

  /** Removes those rows whose token is still held; tells for each whether it was. */
  public boolean[] endHeld(Connection c, List<DueRow> leased) throws SQLException {
    return held.end(c, leased);
  }

  /** When a delivery is tried again, how far it is in its gaps, and when it failed. */
  public record Retry(
      DueRow row, Instant dueAt, int failures, String lastOutcome, Instant failedAt) {}

  /** Sets the next due time where the token is still held; tells for each whether it was. */
  public boolean[] retryHeld(Connection c, List<Retry> retries) throws SQLException {
    List<@Nullable Object[]> rows =
        retries.stream()
            .map(
                r ->
                    new @Nullable Object[] {
                      r.dueAt(),
                      r.failures(),
                      r.lastOutcome(),
                      r.failedAt(),
                      r.row().receiverId(),
                      r.row().seq(),
                      r.row().leaseToken()
                    })
            .toList();
    return flags(Jdbc.countedBatch(c, RETRY_HELD, rows));
  }

  /** Removes a row that nobody holds, as it was read; false when somebody was faster. */
  public boolean endIdle(Connection c, DueRow row, Instant now) throws SQLException {
    return Jdbc.update(c, END_IDLE, row.receiverId(), row.seq(), row.leaseToken(), now) == 1;
  }

  public void park(Connection c, DueRow row, DeliveryState state, String reason, Instant now)
      throws SQLException {
    park(c, row.receiverId(), row.seq(), state, reason, now, row.leaseToken());
  }

  private static void park(
      Connection c,
      long receiverId,
      long seq,
      DeliveryState state,
      String reason,
      Instant now,
      long token)
      throws SQLException {
    String text = Jdbc.text(reason, MAX_REASON);
    Jdbc.update(c, PARK, receiverId, seq, state, text, now, token);
  }

  /** An ack ends it wherever it is, whatever the token; true when it was still open. */
  public boolean ack(Connection c, long receiverId, long seq) throws SQLException {
    lockAgainstReplay(c, receiverId, seq);
    ranges.breakUpAround(c, receiverId, seq);
    int due = Jdbc.update(c, ACK_DUE, receiverId, seq);
    int parked = Jdbc.update(c, ACK_PARKED, receiverId, seq);
    return due + parked > 0;
  }

  /** Locks an open delivery and tells its token, wherever it waits. */
  public Optional<Long> lockOpen(Connection c, long receiverId, long seq) throws SQLException {
    lockAgainstReplay(c, receiverId, seq);
    ranges.breakUpAround(c, receiverId, seq);
    Optional<Long> due = lockToken(c, "tireless_due", receiverId, seq);
    return due.isPresent() ? due : lockToken(c, "tireless_parked", receiverId, seq);
  }

  /** Whose attempt may be in flight. */
  public record InFlight(long token, AttemptReason reason) {}

  /** The newest attempt of an open one, if nobody knows yet that it has ended. */
  public Optional<InFlight> inFlight(Connection c, long receiverId, long seq) throws SQLException {
    return Jdbc.query(
            c,
            IN_FLIGHT,
            row -> new InFlight(row.getLong(1), AttemptReason.valueOf(row.getString(2))),
            receiverId,
            seq,
            receiverId,
            seq)
        .stream()
        .findFirst();
  }

  /** Stops the telling of a pending one, sent or not; false when it is not pending. */
  public boolean cancel(Connection c, long receiverId, long seq, String reason, Instant now)
      throws SQLException {
    ranges.breakUpAround(c, receiverId, seq);
    return cancelByItself(c, receiverId, seq, reason, now);
  }

  private static boolean cancelByItself(
      Connection c, long receiverId, long seq, String reason, Instant now) throws SQLException {
    Optional<Long> token = lockToken(c, "tireless_due", receiverId, seq);
    if (token.isEmpty()) {
      return false;
    }
    Jdbc.update(c, ACK_DUE, receiverId, seq);
    park(c, receiverId, seq, DeliveryState.CANCELLED, reason, now, token.get());
    return true;
  }

  /**
   * Gives a parked one a new window, its token kept; false when it is not parked, or there is no
   * payload any more.
   */
  public boolean replay(Connection c, long receiverId, long seq, Instant now) throws SQLException {
    lockAgainstReplay(c, receiverId, seq);
    if (sendable(c, receiverId, List.of(seq)).isEmpty()) {
      return false;
    }
    Optional<Long> token = lockToken(c, "tireless_parked", receiverId, seq);
    if (token.isEmpty() || Jdbc.update(c, UNPARK, receiverId, seq, token.get()) == 0) {
      return false;
    }
    openAgain(c, receiverId, new TreeMap<>(Map.of(seq, token.get())), now);
    return true;
  }

  /** Those of these that there still is a payload of. */
  static List<Long> sendable(Connection c, long receiverId, List<Long> seqs) throws SQLException {
    List<@Nullable Object> args = new ArrayList<>();
    args.add(receiverId);
    args.addAll(Jdbc.padded(seqs));
    String sql = SENDABLE.formatted(Jdbc.placeholders(seqs.size()));
    return Jdbc.query(c, sql, row -> row.getLong(1), args.toArray());
  }

  /** Makes ended ones due at once, with new windows; they go on with these tokens. */
  void openAgain(Connection c, long receiverId, SortedMap<Long, Long> tokens, Instant now)
      throws SQLException {
    replayed.run(
        c,
        tokens.entrySet().stream()
            .map(
                e ->
                    new @Nullable Object[] {
                      receiverId, e.getKey(), now, AttemptReason.REPLAY, e.getValue(), 0
                    })
            .toList());
  }

  /** Stops the telling of so many pending ones; tells how many there were. */
  public int cancelPending(Connection c, long receiverId, String reason, Instant now, int limit)
      throws SQLException {
    ranges.breakUpAll(c, receiverId);
    List<Long> seqs = Jdbc.query(c, PENDING_SEQS, row -> row.getLong(1), receiverId, limit);
    for (long seq : seqs) {
      cancelByItself(c, receiverId, seq, reason, now);
    }
    return seqs.size();
  }

  /**
   * All else moves from due to parked, and who looks in that order meets it. Only a replay moves
   * against it: without this lock, an ack could look into due too early and into parked too late.
   */
  private static void lockAgainstReplay(Connection c, long receiverId, long seq)
      throws SQLException {
    Jdbc.query(c, LOCK_DELIVERY, row -> row.getLong(1), receiverId, seq);
  }

  private static Optional<Long> lockToken(Connection c, String table, long receiverId, long seq)
      throws SQLException {
    return Jdbc.query(c, LOCK_TOKEN.formatted(table), row -> row.getLong(1), receiverId, seq)
        .stream()
        .findFirst();
  }

  private static List<DueRow> chosen(List<DueRow> rows, int[] changed) {
    List<DueRow> chosen = new ArrayList<>();
    for (int i = 0; i < changed.length; i++) {
      if (changed[i] == 1) {
        chosen.add(rows.get(i));
      }
    }
    return chosen;
  }

  private static boolean[] flags(int[] changed) {
    boolean[] flags = new boolean[changed.length];
    for (int i = 0; i < changed.length; i++) {
      flags[i] = changed[i] == 1;
    }
    return flags;
  }
}
