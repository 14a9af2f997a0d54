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

  /** Changes exactly when epoch or number do; a strong validator by RFC 9110. */
  public String etag() {
    return "\"%d-%d\"".formatted(epoch, seq);
  }
}
