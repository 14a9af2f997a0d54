package dev.tireless.demo.recharge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How the program starts, or says why it cannot. As a process of its own. */
class StartTest {

  @Test
  void endsWithAClearLineWhenItsPortIsTaken() throws Exception {
    try (StubAccount account = new StubAccount();
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<String> args = new ArrayList<>(RunningRecharge.settings(account.url()));
      args.add("--server.port=" + taken.getLocalPort());

      Ended ended = run(args);

      assertThat(ended.exitCode()).isNotZero();
      assertThat(ended.output())
          .contains("port " + taken.getLocalPort() + " is taken")
          .contains("--server.port=");
    }
  }

  @Test
  void endsWithAClearLineWithoutToken() throws Exception {
    Ended ended = run(List.of("--server.port=0", "--demo.data=./target/test-data/none"));

    assertThat(ended.exitCode()).isNotZero();
    assertThat(ended.output())
        .contains("DEMO_TOKEN")
        .contains("DEMO_SECRET")
        .contains("DEMO_CREDENTIAL");
  }

  private record Ended(int exitCode, String output) {}

  private static Ended run(List<String> args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(RechargeApplication.class.getName());
    command.addAll(args);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return new Ended(process.exitValue(), output);
    } finally {
      process.destroyForcibly();
    }
  }
}
