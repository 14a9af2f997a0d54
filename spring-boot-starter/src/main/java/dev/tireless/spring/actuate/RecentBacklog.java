package dev.tireless.spring.actuate;

import dev.tireless.store.DeliveryStore.Backlog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The backlog as it was at most {@link #MAX_AGE} ago: counting it reads tables, and however often
 * health and meters are asked, that must not hurt. Thread-safe; several who ask at once wait for
 * one query.
 */
final class RecentBacklog implements Supplier<Backlog> {

  static final Duration MAX_AGE = Duration.ofSeconds(5);

  private final Supplier<Backlog> query;
  private final Clock clock;
  private @Nullable Backlog last;
  private Instant readAt = Instant.MIN;

  RecentBacklog(Supplier<Backlog> query, Clock clock) {
    this.query = query;
    this.clock = clock;
  }

  @Override
  public synchronized Backlog get() {
    Instant now = clock.instant();
    if (last == null || readAt.plus(MAX_AGE).isBefore(now)) {
      last = query.get();
      readAt = now;
    }
    return last;
  }
}
