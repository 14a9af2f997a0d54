package dev.tireless.spring.actuate;

import dev.tireless.store.DeliveryStore.Backlog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** What waits, in the whole database: every node shows the same, so do not add the nodes up. */
record BacklogMeters(RecentBacklog backlog, Clock clock) implements MeterBinder {

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "tireless.pending", "Deliveries that are unfinished", Backlog::pending);
    gauge(registry, "tireless.parked", "Deliveries that were given up", Backlog::parked);
    gauge(registry, "tireless.failing", "Receivers that answer nobody", Backlog::failing);
    gauge(
        registry,
        "tireless.unsequenced",
        "Notifications that wait for their numbers",
        Backlog::unsequenced);
    Gauge.builder("tireless.oldest.due", () -> overdue(backlog.get()))
        .description("How long the earliest due delivery has been due")
        .baseUnit("seconds")
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry, String name, String description, ToDoubleFunction<Backlog> value) {
    Gauge.builder(name, () -> value.applyAsDouble(backlog.get()))
        .description(description)
        .register(registry);
  }

  private double overdue(Backlog now) {
    return now.oldestDue() == null
        ? 0
        : Math.max(0, Duration.between(now.oldestDue(), clock.instant()).toMillis() / 1000.0);
  }
}
