package dev.tireless.schedule;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * A random addition to a waiting time, so that deliveries which failed together do not come back
 * together.
 *
 * <p>It is drawn uniformly, in whole milliseconds, from zero to a tenth of the gap or one minute,
 * whichever is less, both ends included. It is never negative: an attempt is never earlier than
 * promised. A generator of zeros, {@code new Jitter(() -> 0)}, gives exact times.
 *
 * <p>As safe for use by several threads as its generator.
 */
public final class Jitter {

  private static final long MAX_MILLIS = Duration.ofSeconds(60).toMillis();

  private final RandomGenerator random;

  public Jitter(RandomGenerator random) {
    this.random = random;
  }

  Duration drawFor(Duration gap) {
    long most = Math.min(gap.toMillis() / 10, MAX_MILLIS);
    return Duration.ofMillis(random.nextLong(most + 1));
  }
}
