package dev.tireless.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.bench.round.Entrant;
import dev.tireless.bench.round.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

  @Test
  void endsWithTheLineForScripts() {
    assertThat(Samples.comparison(Samples.QUIET, 3000).line())
        .isEqualTo(
            "scenario=publish-tx store=postgresql ours=9000 handwritten=3000 outbox=1000 ratio=3.0");
  }

  @Test
  void holdsWithAGoodBaseline() {
    assertThat(Samples.comparison(Samples.QUIET, 1500).voidBecause()).isEmpty();
  }

  @Test
  void isVoidWithABadBaseline() {
    assertThat(Samples.comparison(Samples.QUIET, 1499).voidBecause().orElseThrow())
        .contains("1499/s", "mend it");
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 0, 1 lost", "0, 1, 0, 1 could not", "0, 0, 1, 1 unfinished"})
  void isVoidWhenSomethingIsMissing(long lost, long failed, long unfinished, String reason) {
    Comparison comparison =
        new Comparison(
            Samples.run(Scenario.ROCKETMQ, Samples.QUIET),
            List.of(
                Samples.result(Entrant.OURS, 8000, 0, lost, failed, unfinished),
                Samples.result(Entrant.PLAIN, 32_000, 0)));
    assertThat(comparison.voidBecause().orElseThrow()).contains("Tireless: ", reason);
  }

  @Test
  void blamesTheMachineWhereItWasBusy() {
    assertThat(Samples.comparison(Samples.BUSY, 900).voidBecause().orElseThrow())
        .contains("load average 7.5 on 2 CPUs");
  }

  @Test
  void showsADashForWhatWasNotPlayed() {
    Comparison alone =
        new Comparison(
            Samples.run(Scenario.SUBMIT, Samples.QUIET),
            List.of(Samples.result(Entrant.OURS, 9000, 0)));
    assertThat(alone.line()).endsWith("ours=9000 handwritten=- outbox=- ratio=-");
    assertThat(alone.voidBecause()).isEmpty();
  }

  @Test
  void putsTheQueueBesideWhatItMovesByItself() {
    Comparison comparison =
        new Comparison(
            Samples.run(Scenario.ROCKETMQ, Samples.QUIET),
            List.of(
                Samples.result(Entrant.OURS, 8000, 0), Samples.result(Entrant.PLAIN, 32_000, 0)));
    assertThat(comparison.line())
        .isEqualTo("scenario=rocketmq store=postgresql ours=8000 plain=32000 ratio=0.25");
    assertThat(comparison.findings().get(0)).contains("0.25 times", "broker 8.0", "database 30.0");
    assertThat(comparison.findings().get(1)).contains("32,001 sends/s and 32,000 receives/s");
    assertThat(comparison.tables().get(0).toString()).contains("publish to the broker's answer");
    assertThat(comparison.voidBecause()).isEmpty();
  }

  @Test
  void comparesTheOthersWithAndWithoutADeadReceiver() {
    Comparison comparison =
        new Comparison(
            Samples.run(Scenario.DEAD_RECEIVER, Samples.QUIET),
            List.of(
                Samples.result(Entrant.ALL_WELL, 10_400, 0),
                Samples.result(Entrant.ONE_DEAD, 9500, 12),
                Samples.result(Entrant.ALL_WELL_AGAIN, 9600, 0)));
    assertThat(comparison.findings())
        .anySatisfy(
            finding ->
                assertThat(finding)
                    .contains(
                        "throughput",
                        "-5.0 %: 9,500/s, without it 10,400/s before and 9,600/s after"))
        .anySatisfy(finding -> assertThat(finding).contains("p99", "+0.0 %", "12 times"));
    assertThat(comparison.line()).contains("ours=9500 ");
  }
}
