package dev.tireless.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a receiver's sequence goes. Immutable.
 *
 * @param seq the newest number given to the receiver, 0 before the first
 * @param at when it was given, or a later time: the end of the last hour that was told a digest of
 * @param unacked how many deliveries the receiver has not acked; null unless asked for
 * @param oldestUnacked the lowest of their numbers; null unless asked for and there is one
 */
public record Watermark(
    long epoch, long seq, Instant at, @Nullable Long unacked, @Nullable Long oldestUnacked) {

  /**
   * Changes exactly when epoch or number do. It does not when only the time moves on because a
   * digest was told, nor when something is acked: so it is for an answer without counts, and who
   * keeps that may have an earlier time in it.
   */
  public String etag() {
    return "\"%d-%d\"".formatted(epoch, seq);
  }
}
