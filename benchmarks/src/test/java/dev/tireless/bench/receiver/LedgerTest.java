package dev.tireless.bench.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.bench.measure.Latency;
import dev.tireless.bench.measure.Micros;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00.123456Z");
  private static final long NOW_MICROS = Micros.of(NOW);

  private final Ledger ledger = new Ledger(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void countsDistinctIdsAndDuplicates() {
    ledger.ack("/r/0", "a", 0, NOW_MICROS);
    ledger.ack("/r/0", "a", 0, NOW_MICROS);
    ledger.ack("/r/1", "b", 0, NOW_MICROS);
    assertThat(ledger.facts().acked()).isEqualTo(2);
    assertThat(ledger.facts().duplicates()).isEqualTo(1);
  }

  @Test
  void refusesOnlyWhatIsDown() {
    ledger.setDown("/r/1", true);
    assertThat(ledger.refuses("/r/0")).isFalse();
    assertThat(ledger.refuses("/r/1")).isTrue();
    ledger.setDown("/r/1", false);
    assertThat(ledger.refuses("/r/1")).isFalse();
    assertThat(ledger.facts().refused()).isEqualTo(1);
  }

  @Test
  void noticesStepsBackWithinAPath() {
    ack("/r/0", 1);
    ack("/r/0", 5);
    ack("/r/1", 2);
    ack("/r/0", 2);
    ack("/r/0", 4);
    ack("/r/0", 6);
    assertThat(ledger.facts().stepsBack()).isEqualTo(2);
    assertThat(ledger.facts().longestStepBack()).isEqualTo(3);
  }

  @Test
  void timesFromWhenAMessageWasDue() {
    ledger.ack("/r/0", "a", 0, NOW_MICROS - 2000);
    Latency latency = ledger.facts().untilAcked();
    assertThat(latency.count()).isEqualTo(1);
    assertThat(latency.p99Micros()).isBetween(1990L, 2010L);
  }

  @Test
  void forgetsTimesAndKeepsCounts() {
    ledger.ack("/r/0", "a", 0, NOW_MICROS);
    ledger.forget();
    assertThat(ledger.facts().untilAcked()).isEqualTo(Latency.NONE);
    assertThat(ledger.facts().firstAckMicros()).isZero();
    assertThat(ledger.facts().acked()).isEqualTo(1);
  }

  private void ack(String path, long seq) {
    ledger.ack(path, path + "#" + seq, seq, NOW_MICROS);
  }
}
