package dev.tireless.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.store.DeliveryStore.Backlog;
import dev.tireless.testing.SettableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each number of the backlog under its own name. */
class BacklogMetersTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Backlog BACKLOG = new Backlog(2, 3, NOW.minusSeconds(7), 4, 5);

  private final SettableClock clock = new SettableClock(NOW);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @ParameterizedTest
  @CsvSource({
    "tireless.unsequenced, 2",
    "tireless.pending,     3",
    "tireless.oldest.due,  7",
    "tireless.parked,      4",
    "tireless.failing,     5"
  })
  void shows(String name, double value) {
    new BacklogMeters(new RecentBacklog(() -> BACKLOG, clock), clock).bindTo(registry);

    assertThat(registry.get(name).gauge().value()).isEqualTo(value);
  }
}
