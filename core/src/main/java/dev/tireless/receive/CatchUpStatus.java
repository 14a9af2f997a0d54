package dev.tireless.receive;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a receiver stands with a notifier's sequence.
 *
 * @param epoch 0 before the notifier was asked for the first time
 * @param contiguousSeq everything up to here is known
 * @param watermark the newest number that is known of
 * @param holes how many numbers in between have not come
 * @param heardAt when the notifier last answered a question, null if never
 */
public record CatchUpStatus(
    long epoch, long contiguousSeq, long watermark, long holes, @Nullable Instant heardAt) {

  static final CatchUpStatus NONE = new CatchUpStatus(0, 0, 0, 0, null);

  /** How many numbers are behind what is known without holes. */
  public long lag() {
    return watermark - contiguousSeq;
  }
}
