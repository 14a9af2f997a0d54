package dev.tireless.bench.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.bench.receiver.CountingServer;
import dev.tireless.bench.round.Assignment.Times;
import dev.tireless.bench.store.OpenDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every scenario once, for a moment, in this process: it must run, not be fast. */
class SmokeTest {

  private static final Times SHORT =
      new Times(Duration.ZERO, Duration.ofMillis(400), Duration.ofMillis(300), 50);
  private static final Limits SMALL = new Limits(16, 50);

  @TempDir Path folder;
  @AutoClose final CountingServer receiver = new CountingServer(Clock.systemUTC());

  @ParameterizedTest
  @CsvSource({
    "PUBLISH_TX, OURS",
    "PUBLISH_TX, HANDWRITTEN",
    "PUBLISH_TX, OUTBOX",
    "SUBMIT, OURS",
    "DEAD_RECEIVER, ONE_DEAD"
  })
  void deliversWhatItPublished(Scenario scenario, Entrant entrant) throws Exception {
    Result result = round(scenario, entrant).throughput();
    assertThat(result.published()).isPositive();
    assertThat(result.lost()).isZero();
    assertThat(result.failed()).isZero();
  }

  @Test
  void countsWhatARecoveryTook() throws Exception {
    Recovery recovery = round(Scenario.RECOVERY, Entrant.OURS).recovery(Duration.ofSeconds(1));
    assertThat(recovery.waiting()).isEqualTo(100);
    assertThat(recovery.delivered()).isBetween(0L, 100L);
    assertThat(recovery.mostInFlight()).isLessThanOrEqualTo(recovery.limit());
  }

  private Round round(Scenario scenario, Entrant entrant) {
    return new Round(
        new Assignment(
            scenario,
            entrant,
            OpenDatabase.h2(folder.resolve("bench")),
            null,
            receiver.port(),
            SHORT,
            4,
            8,
            100),
        SMALL,
        Clock.systemUTC(),
        new Random(1));
  }
}
