package dev.tireless.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuTimeTest {

  /** As proc(5) has it; the name holds what could be taken for a border. */
  private static final String STAT =
      "42 (a) b (c) S 1 42 42 0 -1 4194560 1000 2000 3 4 50 60 700 800 20 0 1 0 123 4567 89\n";

  @Test
  void readsUserAndSystemTimeBehindAnyName() {
    assertThat(CpuTime.ticks(STAT, 15)).isEqualTo(50 + 60);
  }

  @Test
  void addsWhatEndedChildrenLeft() {
    assertThat(CpuTime.ticks(STAT, 17)).isEqualTo(50 + 60 + 700 + 800);
  }

  @Test
  void knowsThatThisProcessHasUsedSome() {
    long self = ProcessHandle.current().pid();
    long before = CpuTime.micros(self); // read first: the time goes on between the two
    assertThat(before).isPositive();
    assertThat(CpuTime.microsOfTree(self)).isGreaterThanOrEqualTo(before);
  }

  @Test
  void countsNothingForAProcessThatEnded() throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();
    process.destroyForcibly().waitFor();
    assertThat(CpuTime.microsOfTree(process.pid())).isZero();
  }
}
