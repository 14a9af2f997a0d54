package dev.tireless.spring.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something as it was at most {@link #MAX_AGE} ago: finding it out reads tables, and however often
 * health and meters are asked, that must not hurt. Thread-safe; several who ask at once wait for
 * one query.
 */
class Recent<T> implements Supplier<T> {

  static final Duration MAX_AGE = Duration.ofSeconds(5);

  private final Supplier<T> query;
  private final Clock clock;
  private @Nullable T last;
  private Instant readAt = Instant.MIN;

  Recent(Supplier<T> query, Clock clock) {
    this.query = query;
    this.clock = clock;
  }

  @Override
  public final synchronized T get() {
    Instant now = clock.instant();
    if (last == null || readAt.plus(MAX_AGE).isBefore(now)) {
      last = query.get();
      readAt = now;
    }
    return last;
  }
}
