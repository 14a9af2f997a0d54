package dev.tireless.deliver;

import dev.tireless.store.LeasedRange;
import dev.tireless.store.RangeKey;

/** A range that this node leased, and how much of it is left. For the thread that records. */
final class HeldRange {

  private final RangeKey key;
  private int left;

  HeldRange(LeasedRange range) {
    this.key = range.key();
    this.left = range.size();
  }

  RangeKey key() {
    return key;
  }

  /** Whether so many more acks end it. */
  boolean endsBy(long acks) {
    return acks == left;
  }

  /** One more ack is recorded. */
  void acked() {
    left--;
  }
}
