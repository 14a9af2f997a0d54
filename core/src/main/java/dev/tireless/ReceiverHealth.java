package dev.tireless;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a receiver has been answering: {@link Healthy}, then {@link Failing} while it answers nobody,
 * then {@link Draining} while it is told what waited for it. It has no say in whether the receiver
 * is told anything at all, which is its {@link ReceiverState}.
 *
 * <p>All nodes share it. docs/design.md has the picture.
 */
public sealed interface ReceiverHealth {

  /** The newest ack that anyone knew of when this was written, null when nobody knew of one. */
  @Nullable Instant lastAckAt();

  /** The schedule rules. */
  record Healthy(@Nullable Instant lastAckAt) implements ReceiverHealth {}

  /**
   * Nothing scheduled is sent; one probe goes out at a time.
   *
   * @param since the first failure of those that made it so
   * @param failedProbes in a row
   * @param probedAt end of the last failed probe, null before one
   * @param nextProbeAt the next probe is not sent before
   * @param turn the seq that was probed last, 0 before the first
   * @param probe of the node that has one in flight, null when none has
   */
  record Failing(
      Instant since,
      @Nullable Instant lastAckAt,
      int failedProbes,
      @Nullable Instant probedAt,
      Instant nextProbeAt,
      long turn,
      @Nullable Hold probe)
      implements ReceiverHealth {}

  /**
   * It acked again, and what waited goes out in the order of the sequence, each once.
   *
   * @param since the first failure of the failing period
   * @param turn the seq that went out last, 0 before the first
   * @param upTo the last seq that takes part
   * @param drain of the node that sends, null when another may go on with it
   */
  record Draining(
      Instant since, @Nullable Instant lastAckAt, long turn, long upTo, @Nullable Hold drain)
      implements ReceiverHealth {}

  /** A node that alone may send to the receiver, until another may take its place. */
  record Hold(String node, Instant until) {

    public boolean isOver(Instant now) {
      return !now.isBefore(until);
    }
  }
}
