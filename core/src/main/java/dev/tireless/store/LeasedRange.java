package dev.tireless.store;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Consecutive deliveries of one receiver that a node leased together when it numbered them. They
 * have one row for all instead of one in {@code tireless_due} for each: see {@link RangeStore}.
 */
public record LeasedRange(
    RangeKey key, long lastSeq, Instant leasedAt, Instant leasedUntil, String leasedBy) {

  /** The range of such rows, which are leased for the first time and follow each other. */
  public static LeasedRange of(List<DueRow> rows, Instant leasedAt) {
    DueRow first = rows.get(0);
    long lastSeq = rows.get(rows.size() - 1).seq();
    if (lastSeq - first.seq() != rows.size() - 1) {
      throw new IllegalArgumentException("No range from " + first.seq() + " to " + lastSeq);
    }
    return new LeasedRange(
        new RangeKey(first.receiverId(), first.seq()),
        lastSeq,
        leasedAt,
        Objects.requireNonNull(first.leasedUntil(), "leased rows have a lease"),
        Objects.requireNonNull(first.leasedBy(), "a lease has a holder"));
  }

  /** How many deliveries it holds. */
  public int size() {
    return (int) (lastSeq - key.firstSeq() + 1);
  }
}
