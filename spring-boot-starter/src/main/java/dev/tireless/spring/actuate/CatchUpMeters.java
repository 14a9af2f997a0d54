package dev.tireless.spring.actuate;

import dev.tireless.receive.CatchUp;
import dev.tireless.receive.CatchUpReport;
import dev.tireless.receive.CatchUpStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** How far the receiver is behind, and what its last comparison by digests found. */
final class CatchUpMeters implements MeterBinder {

  private final Recent<Standing> standing;
  private final Clock clock;

  CatchUpMeters(CatchUp catchUp, Clock clock) {
    this.standing =
        new Recent<>(() -> new Standing(catchUp.status(), catchUp.lastComparison()), clock);
    this.clock = clock;
  }

  private record Standing(CatchUpStatus status, Optional<CatchUpReport> compared) {}

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "lag", "Numbers behind the watermark", s -> s.status().lag());
    gauge(registry, "holes", "Numbers missing in between", s -> s.status().holes());
    gauge(
        registry,
        "missing",
        "Deliveries that were not here at the last comparison",
        s -> compared(s, CatchUpReport::missing));
    gauge(
        registry,
        "open",
        "Deliveries that the last comparison could not repair",
        s -> compared(s, CatchUpReport::stillOpen));
    Gauge.builder("tireless.catchup.compared.age", () -> compared(standing.get(), this::age))
        .description("How long ago the last comparison ended")
        .baseUnit("seconds")
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry, String name, String description, ToDoubleFunction<Standing> value) {
    Gauge.builder("tireless.catchup." + name, () -> value.applyAsDouble(standing.get()))
        .description(description)
        .register(registry);
  }

  /** Before the first comparison nothing is known, which is not the same as nothing found. */
  private static double compared(Standing standing, ToDoubleFunction<CatchUpReport> value) {
    return standing.compared().stream().mapToDouble(value).findFirst().orElse(Double.NaN);
  }

  private double age(CatchUpReport last) {
    return Duration.between(last.finishedAt(), clock.instant()).toMillis() / 1000.0;
  }
}
