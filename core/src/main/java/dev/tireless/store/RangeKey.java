package dev.tireless.store;

import java.util.Comparator;

/**
 * Which leased range it is: those of a receiver never overlap. In the order in which several are
 * locked.
 */
public record RangeKey(long receiverId, long firstSeq) implements Comparable<RangeKey> {

  private static final Comparator<RangeKey> ORDER =
      Comparator.comparingLong(RangeKey::receiverId).thenComparingLong(RangeKey::firstSeq);

  @Override
  public int compareTo(RangeKey other) {
    return ORDER.compare(this, other);
  }
}
