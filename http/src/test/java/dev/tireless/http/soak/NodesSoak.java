package dev.tireless.http.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.deliver.Deliveries;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * Nodes die by SIGKILL and stand still by SIGSTOP at random moments, under load on a real database.
 * {@code -Dsoak.seconds=n} says for how long, {@code -Dsoak.seed=n} plays the same dice. No part of
 * a test run, which it would hold up for longer than a lease: {@code ./tireless soak} runs it.
 */
class NodesSoak {

  private static final long SECONDS = Long.getLong("soak.seconds", 60);
  private static final long SEED =
      Long.getLong("soak.seed", ThreadLocalRandom.current().nextLong(1, 1_000_000));

  @Test
  void nothingIsLostAndOnlyWhatWasInFlightIsToldTwice() throws Exception {
    System.out.println("soak: seed=" + SEED);
    try (Soak soak = new Soak(SEED)) {
      soak.awaitWork();
      soak.strikeFor(Duration.ofSeconds(SECONDS));
      Tally tally = soak.settle();
      System.out.println(tally);

      assertThat(tally.kills()).isPositive();
      assertThat(soak.database().published()).containsAll(soak.promised());
      assertThat(tally.lost()).isZero();
      assertThat(tally.duplicates()).isLessThanOrEqualTo(tally.inFlightAtKills());
      assertThat(new Deliveries(soak.database().dataSource(), Clock.systemUTC()).audit()).isEmpty();
    }
  }
}
