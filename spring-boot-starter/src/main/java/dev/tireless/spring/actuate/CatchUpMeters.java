package dev.tireless.spring.actuate;

import dev.tireless.receive.CatchUp;
import dev.tireless.receive.CatchUpReport;
import dev.tireless.receive.CatchUpStatus;
import dev.tireless.receive.Inbox;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How far the receiver is behind, and what its comparisons found. */
final class CatchUpMeters implements MeterBinder {

  private static final int MOST_FAILED = 1_000;

  private final CatchUp catchUp;
  private final Inbox inbox;

  CatchUpMeters(CatchUp catchUp, Inbox inbox) {
    this.catchUp = catchUp;
    this.inbox = inbox;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "tireless.catchup.lag", "Numbers behind the watermark", CatchUpStatus::lag);
    gauge(registry, "tireless.catchup.holes", "Numbers missing in between", CatchUpStatus::holes);
    Gauge.builder("tireless.catchup.open", this, CatchUpMeters::stillOpen)
        .description("Deliveries that the last comparison could not repair")
        .register(registry);
    Gauge.builder("tireless.inbox.failed", inbox, i -> i.failed(MOST_FAILED).size())
        .description("Deliveries that failed or were refused and wait, at most " + MOST_FAILED)
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<CatchUpStatus> value) {
    Gauge.builder(name, catchUp, c -> value.applyAsDouble(c.status()))
        .description(description)
        .register(registry);
  }

  private double stillOpen() {
    List<CatchUpReport> last = catchUp.reports(1);
    return last.isEmpty() ? 0 : last.get(0).stillOpen();
  }
}
