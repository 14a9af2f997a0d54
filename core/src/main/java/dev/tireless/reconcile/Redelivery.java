package dev.tireless.reconcile;

import java.util.List;
import java.util.TreeSet;

/**
 * What a receiver wants to be told again.
 *
 * @param seqs these; empty for a range
 * @param after the last number in front of the range
 * @param until the last number of the range
 * @param ackedToo whether what was acked is told again, too
 */
public record Redelivery(List<Long> seqs, long after, long until, boolean ackedToo) {

  /** The most numbers of a list. */
  public static final int MOST = 1000;

  public Redelivery {
    seqs = List.copyOf(new TreeSet<>(seqs));
    Checks.seq("after", after);
    Checks.seq("until", until);
    seqs.forEach(seq -> Checks.seq("seq", seq));
    if (seqs.size() > MOST) {
      throw new IllegalArgumentException(
          "At most %d numbers can be listed, not %d".formatted(MOST, seqs.size()));
    }
  }

  /** These and no others, acked or not. */
  public static Redelivery of(List<Long> seqs) {
    return new Redelivery(seqs, 0, 0, true);
  }

  /** All behind one number and up to another. */
  public static Redelivery range(long after, long until, boolean ackedToo) {
    return new Redelivery(List.of(), after, until, ackedToo);
  }
}
