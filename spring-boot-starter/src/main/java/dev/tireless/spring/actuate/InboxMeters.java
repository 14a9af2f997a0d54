package dev.tireless.spring.actuate;

import dev.tireless.receive.Inbox;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;

/** What the receiver could not apply. */
final class InboxMeters implements MeterBinder {

  private static final int MOST = 1_000;

  private final Recent<Integer> failed;

  InboxMeters(Inbox inbox, Clock clock) {
    this.failed = new Recent<>(() -> inbox.failed(MOST).size(), clock);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("tireless.inbox.failed", failed, Recent::get)
        .description("Deliveries that failed or were refused and wait, at most " + MOST)
        .register(registry);
  }
}
