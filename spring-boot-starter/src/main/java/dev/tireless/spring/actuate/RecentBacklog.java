package dev.tireless.spring.actuate;

import dev.tireless.store.DeliveryStore.Backlog;
import java.time.Clock;
import java.util.function.Supplier;

/** The backlog as it was a moment ago. */
final class RecentBacklog extends Recent<Backlog> {

  RecentBacklog(Supplier<Backlog> query, Clock clock) {
    super(query, clock);
  }
}
