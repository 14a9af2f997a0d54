package dev.tireless.reconcile;

/**
 * Which part of the sequence is wanted.
 *
 * @param epoch which run of sequence numbers is meant
 * @param after the last number that is not wanted, 0 for all
 * @param until the last number that is wanted
 * @param limit the most items of the answer, 1 to {@value #MOST}
 */
public record FeedQuestion(long epoch, long after, long until, int limit) {

  /** The most items of one answer. */
  public static final int MOST = 1000;

  /**
   * @throws IllegalArgumentException when a value is out of its range; the message names it
   */
  public FeedQuestion {
    Checks.seq("after", after);
    Checks.seq("until", until);
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("The limit is 1 to %d, not %d".formatted(MOST, limit));
    }
  }
}
