package dev.tireless.deliver;

import dev.tireless.Delivery;
import dev.tireless.Notification;
import dev.tireless.deliver.DeliveryPolicy.Standing;
import dev.tireless.store.DueRow;
import dev.tireless.store.ReceiverStore.Stored;
import java.time.Instant;
import java.util.Objects;

/** A delivery that this node holds for one attempt. */
record Leased(Lane lane, Stored receiver, DueRow row, Delivery delivery) {

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
    return new Leased(lane, receiver, row, delivery);
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
