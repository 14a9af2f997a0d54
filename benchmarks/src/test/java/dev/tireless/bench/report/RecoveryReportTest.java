package dev.tireless.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.bench.round.Recovery;
import dev.tireless.bench.round.Scenario;
import org.junit.jupiter.api.Test;

class RecoveryReportTest {

  private final RecoveryReport report =
      new RecoveryReport(
          Samples.run(Scenario.RECOVERY, Samples.QUIET),
          new Recovery(100_000, 9, 1500, 20_000, 100_000, 250, 3, 2, 64, 64));

  @Test
  void saysHowSoonEverythingWasThere() {
    assertThat(report.findings())
        .anySatisfy(f -> assertThat(f).contains("100,000 of 100,000", "20.0 s", "1.5 s"))
        .anySatisfy(f -> assertThat(f).contains("250 attempts wasted (0.25 %)", "at most 64"))
        .anySatisfy(f -> assertThat(f).contains("3 acks out of sequence, by 2"));
  }

  @Test
  void endsWithTheLineForScripts() {
    assertThat(report.line())
        .isEqualTo("scenario=recovery store=postgresql ours=5000 handwritten=- outbox=- ratio=-");
  }
}
