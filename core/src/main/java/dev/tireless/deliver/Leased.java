package dev.tireless.deliver;

import dev.tireless.AttemptReason;
import dev.tireless.Delivery;
import dev.tireless.Notification;
import dev.tireless.deliver.DeliveryPolicy.Standing;
import dev.tireless.schedule.RetrySchedule;
import dev.tireless.store.BacklogStore.PutOff;
import dev.tireless.store.DueRow;
import dev.tireless.store.ReceiverStore.Stored;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that this node holds for one attempt.
 *
 * @param range that it was leased in; null if by itself
 */
record Leased(
    Lane lane, Stored receiver, DueRow row, Delivery delivery, @Nullable HeldRange range) {

  static Leased of(Lane lane, Stored receiver, DueRow row, Notification notification, Instant now) {
    Delivery delivery =
        new Delivery(
            receiver.receiver(),
            notification,
            receiver.epoch(),
            row.seq(),
            row.leaseToken(),
            row.reason(),
            receiver.activeSecrets(now));
    return new Leased(lane, receiver, row, delivery, null);
  }

  /** The same, leased in a range. */
  Leased in(@Nullable HeldRange of) {
    return new Leased(lane, receiver, row, delivery, of);
  }

  Standing standing() {
    return standing(row, receiver);
  }

  /** Where an attempted delivery stands; a resumed receiver's windows start anew. */
  static Standing standing(DueRow row, Stored receiver) {
    Instant first = Objects.requireNonNull(row.windowStart(), "no window before the first attempt");
    Instant resumed = receiver.resumedAt();
    Instant start = resumed == null || resumed.isBefore(first) ? first : resumed;
    return new Standing(row.reason(), row.failures(), start);
  }

  /**
   * Before this the schedule does not tell it again. It may have come due earlier all the same, at
   * the end of a window that a resume prolonged. A lost attempt is told again at once, and so is a
   * probe or a part of a drain that was not sent.
   */
  static Instant gapEnd(DueRow row, Stored receiver) {
    RetrySchedule schedule = receiver.receiver().schedule();
    boolean hadItsTurn =
        row.leasedUntil() != null
            || row.reason() == AttemptReason.PROBE
            || row.reason() == AttemptReason.DRAIN;
    return row.failedAt() == null || hadItsTurn
        ? Instant.MIN
        : row.failedAt().plus(schedule.gapAfter(Math.max(1, row.failures())));
  }

  /** Looked at again when its gap is over, or its window if that is sooner. */
  static PutOff untilGapEnd(DueRow row, Stored receiver) {
    Instant gapEnd = gapEnd(row, receiver);
    PutOff untilWindowEnd = untilWindowEnd(row, receiver);
    return gapEnd.isBefore(untilWindowEnd.until()) ? new PutOff(row, gapEnd) : untilWindowEnd;
  }

  /** Looked at again when its window, which runs, is over. */
  static PutOff untilWindowEnd(DueRow row, Stored receiver) {
    return new PutOff(row, standing(row, receiver).windowEnd(receiver.receiver().schedule()));
  }

  /** A window that runs is over; one that does not run yet never is. */
  static boolean windowEnded(DueRow row, Stored receiver, Instant now) {
    return row.windowStart() != null
        && !now.isBefore(standing(row, receiver).windowEnd(receiver.receiver().schedule()));
  }

  /** An attempt starts only within the window, and only if the lease outlasts its deadline. */
  boolean mayStart(Instant now) {
    Instant until = Objects.requireNonNull(row.leasedUntil(), "leased rows have a lease");
    return now.plus(delivery.timeout()).isBefore(until)
        && now.isBefore(standing().windowEnd(delivery.receiver().schedule()));
  }

  boolean isOver(Instant now) {
    return !now.isBefore(Objects.requireNonNull(row.leasedUntil(), "leased rows have a lease"));
  }
}
