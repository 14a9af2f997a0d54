package dev.tireless.deliver;

import dev.tireless.Delivery;
import dev.tireless.deliver.DeliveryPolicy.Standing;
import dev.tireless.store.DueRow;
import dev.tireless.store.ReceiverStore.Stored;
import java.time.Instant;
import java.util.Objects;

/** A delivery that this node holds for one attempt. */
record Leased(Lane lane, Stored receiver, DueRow row, Delivery delivery) {

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
