package dev.tireless.receive;

/**
 * Where a delivery stands in its receiver's sequence.
 *
 * @param epoch which run of sequence numbers {@code seq} belongs to
 * @param seq 1, 2, 3 … without holes
 * @param attempt number of the notifier's try, 0 when we pulled it
 */
public record Place(long epoch, long seq, long attempt) {

  public Place {
    if (epoch < 0 || seq < 1 || attempt < 0) {
      throw new IllegalArgumentException(
          "No place in a sequence: epoch %d, seq %d, attempt %d".formatted(epoch, seq, attempt));
    }
  }

  /** Whether we fetched it, instead of being told. */
  boolean isPulled() {
    return attempt == 0;
  }

  @Override
  public String toString() {
    return epoch + ":" + seq;
  }
}
