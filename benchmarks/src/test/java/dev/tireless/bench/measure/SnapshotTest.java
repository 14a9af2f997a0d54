package dev.tireless.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotTest {

  private static final long SECOND = 1_000_000_000L;

  @Test
  void dividesWhatWasUsedByWhatWasAcked() {
    Snapshot first = new Snapshot(5 * SECOND, 100, 1000, 2000, 3000, 400, Map.of("write", 10L));
    Snapshot last =
        new Snapshot(
            7 * SECOND, 500, 21_000, 10_000, 7000, 1200, Map.of("write", 4010L, "record", 2000L));

    Throughput throughput = last.since(first);

    assertThat(throughput.acked()).isEqualTo(400);
    assertThat(throughput.perSecond()).isEqualTo(200);
    assertThat(throughput.engineMicros()).isEqualTo(50);
    assertThat(throughput.receiverMicros()).isEqualTo(20);
    assertThat(throughput.databaseMicros()).isEqualTo(10);
    assertThat(throughput.brokerMicros()).isEqualTo(2);
    assertThat(throughput.threadMicros()).isEqualTo(Map.of("write", 10.0, "record", 5.0));
    assertThat(throughput.jvmMicros()).isEqualTo(35);
    assertThat(throughput.dearestThreads())
        .extracting(Map.Entry::getKey)
        .containsExactly("write", "record");
  }

  @Test
  void survivesAWindowInWhichNothingArrived() {
    Snapshot first = new Snapshot(0, 100, 0, 0, 0, 0, Map.of());
    Snapshot last = new Snapshot(SECOND, 100, 500, 0, 0, 0, Map.of());
    assertThat(last.since(first).perSecond()).isZero();
    assertThat(last.since(first).engineMicros()).isEqualTo(500);
  }
}
