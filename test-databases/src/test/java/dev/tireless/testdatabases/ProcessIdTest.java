package dev.tireless.testdatabases;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessIdTest {
  private final ProcessId self = ProcessId.of(ProcessHandle.current());

  @Test
  void survivesItsTextForm() {
    assertThat(ProcessId.parse(self.toString())).isEqualTo(self);
  }

  @Test
  void isAliveWhileItRuns() throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();
    ProcessId id = ProcessId.of(process.toHandle());
    assertThat(id.isAlive()).isTrue();

    process.destroyForcibly().waitFor();
    assertThat(id.isAlive()).isFalse();
  }

  @Test
  void isNotAliveWhenItsNumberWasGivenToALaterProcess() {
    ProcessId earlier = new ProcessId(self.pid(), self.started().minus(Duration.ofHours(1)));
    assertThat(earlier.isAlive()).isFalse();
  }

  @Test
  void standsForTheBuildOrTheTestItself() {
    ProcessId build = BuildProcess.current();
    assertThat(build.isAlive()).isTrue();
    assertThat(build.started()).isBeforeOrEqualTo(self.started());
  }
}
