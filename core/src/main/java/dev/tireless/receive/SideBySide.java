package dev.tireless.receive;

import dev.tireless.wire.Digest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What both sides have of an hour.
 *
 * @param to its end; null for the present hour, which goes on
 * @param notifier what the notifier has
 * @param receiver what we have at the same places
 * @param differing which ones differ, at most {@value #MOST_DIFFERING} of them, for people
 */
public record SideBySide(
    Instant from, @Nullable Instant to, Digest notifier, Digest receiver, List<String> differing) {

  static final int MOST_DIFFERING = 100;

  public SideBySide {
    differing = List.copyOf(differing);
  }

  public boolean isEqual() {
    return notifier.matches(receiver);
  }
}
