package dev.tireless;

/** Where a delivery stands. "In flight" is no state, it is a lease on a pending one. */
public enum DeliveryState {
  /** Unfinished: waiting for its next attempt or for its window to end. */
  PENDING,
  /** The receiver has it. Only an explicit redelivery undoes this. */
  ACKED,
  /** Given up at the end of its window; a late ack or a replay still counts. */
  EXHAUSTED,
  /** The receiver said that it does not want it. */
  REFUSED,
  /** An operator stopped the telling; the fact stands. */
  CANCELLED
}
