package dev.tireless.demo.story.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.demo.story.process.ServiceProcess.Launch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessTest {

  @TempDir Path folder;

  @Test
  void showsTheLogOfAServiceThatEndsBeforeItIsUp() {
    try (ServiceProcess service = service(folder.resolve("missing.jar"))) {
      assertThatThrownBy(service::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("recharge ended before it was up")
          .hasMessageContaining(folder.resolve("recharge.log").toString())
          .hasMessageContaining("missing.jar");
    }
  }

  @Test
  void staysEndedOnceItIsClosed() {
    ServiceProcess service = service(folder.resolve("missing.jar"));
    service.close();
    assertThatThrownBy(service::start).hasMessageContaining("recharge is not started");
    assertThat(folder.resolve("recharge.log")).doesNotExist();
  }

  private ServiceProcess service(Path jar) {
    Path log = folder.resolve("recharge.log");
    return new ServiceProcess(new Launch("recharge", jar, List.of(), Map.of(), log), () -> false);
  }
}
