package dev.tireless.spring.actuate;

import dev.tireless.Attempt;
import dev.tireless.Delivery;
import dev.tireless.DeliveryState;
import dev.tireless.deliver.DeliveryListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What this node's attempts came to and how long they took. Never tagged by receiver or subject.
 */
record AttemptMeters(MeterRegistry registry) implements DeliveryListener {

  @Override
  public void attempted(
      Delivery delivery, Attempt attempt, @Nullable DeliveryState state, @Nullable Instant next) {
    Tag channel = Tag.of("channel", delivery.receiver().channel());
    registry
        .counter("tireless.attempts", Tags.of(channel).and("outcome", attempt.outcome()))
        .increment();
    registry.timer("tireless.exchange", Tags.of(channel)).record(attempt.duration());
  }
}
