package dev.tireless.store;

import dev.tireless.AttemptReason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An unfinished delivery.
 *
 * @param dueAt of its next attempt; while somebody holds it, the end of the lease
 * @param reason of its next attempt
 * @param leasedUntil null when nobody holds it
 * @param leaseToken grows with every lease; the attempt number on the wire
 * @param failures scheduled failures so far
 * @param windowStart start of the first attempt, null before it
 * @param failedAt when it last failed, null before that
 */
public record DueRow(
    long receiverId,
    long seq,
    Instant dueAt,
    AttemptReason reason,
    @Nullable Instant leasedUntil,
    @Nullable String leasedBy,
    long leaseToken,
    int failures,
    @Nullable Instant windowStart,
    @Nullable Instant failedAt) {

  static final String COLUMNS =
      """
      receiver_id, seq, due_at, reason, leased_until, leased_by, lease_token, failures,
      window_start, failed_at""";

  static DueRow read(ResultSet row) throws SQLException {
    return new DueRow(
        row.getLong("receiver_id"),
        row.getLong("seq"),
        Jdbc.instant(row, "due_at"),
        AttemptReason.valueOf(row.getString("reason")),
        Jdbc.instantOrNull(row, "leased_until"),
        row.getString("leased_by"),
        row.getLong("lease_token"),
        row.getInt("failures"),
        Jdbc.instantOrNull(row, "window_start"),
        Jdbc.instantOrNull(row, "failed_at"));
  }

  /** As it is after a lease by the schedule: the next token, and the window running. */
  public DueRow leased(String node, Instant until, Instant now) {
    return leased(null, node, until, now);
  }

  /**
   * The same for another reason.
   *
   * @param why null for the schedule
   */
  DueRow leased(@Nullable AttemptReason why, String node, Instant until, Instant now) {
    boolean replayed = reason == AttemptReason.REPLAY;
    AttemptReason scheduled = replayed ? reason : AttemptReason.SCHEDULED;
    return new DueRow(
        receiverId,
        seq,
        until,
        why == null ? scheduled : why,
        until,
        node,
        leaseToken + 1,
        failures,
        windowStart == null ? now : windowStart,
        failedAt);
  }

  /** As it is when another one's attempt counts for it: a window that did not run does now. */
  public DueRow triedAt(Instant at) {
    return new DueRow(
        receiverId,
        seq,
        dueAt,
        reason,
        leasedUntil,
        leasedBy,
        leaseToken,
        failures,
        windowStart == null ? at : windowStart,
        at);
  }

  /** As it is when its lease led to no attempt: due as before, without a window that began so. */
  public DueRow unsent(Instant leasedAt) {
    return new DueRow(
        receiverId,
        seq,
        leasedAt,
        reason,
        null,
        null,
        leaseToken,
        failures,
        leasedAt.equals(windowStart) ? null : windowStart,
        failedAt);
  }
}
