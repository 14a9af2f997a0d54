package dev.tireless.devbroker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.tireless.devbroker.DevBroker.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("broker")
class BrokerProgramTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @TempDir private Path home;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --stray                                 | What is '--stray'
          --broker.transactionCheckMaximum=3      | has no setting 'transactionCheckMaximum'
          --broker.transactionCheckMax=three      | 'transactionCheckMax' does not take 'three'
          """)
  void refusesWrongArgumentsInOneLine(String argument, String message) throws Exception {
    Process program = java(BrokerProgram.class, "--home=" + home, argument);

    List<String> errors = program.errorReader().lines().toList();

    assertThat(program.waitFor()).isEqualTo(2);
    assertThat(errors).singleElement().asString().contains(message);
    try (Stream<Path> written = Files.list(home)) {
      assertThat(written).isEmpty();
    }
  }

  @Test
  void saysWhichPortIsTaken() throws Exception {
    Settings settings = Settings.in(home);
    try (ServerSocket taken =
        new ServerSocket(settings.brokerPort(), 1, InetAddress.getLoopbackAddress())) {
      assertThatIllegalStateException()
          .isThrownBy(() -> new DevBroker(settings).start())
          .withMessageContaining("cannot start: port " + taken.getLocalPort() + " is taken");
    }
  }

  @Test
  void endsWithAParentThatIsKilled() throws Exception {
    Process parent = java(Orphanage.class, home.toString());
    ProcessHandle broker = broker(parent);

    parent.destroyForcibly().waitFor();

    await().atMost(DEADLINE).until(() -> !broker.isAlive());
  }

  @Test
  void leavesNoProcessWhenClosed() {
    ProcessHandle process;
    try (DevBroker broker = new DevBroker(Settings.in(home)).start()) {
      process = ProcessHandle.of(broker.pid()).orElseThrow();
    }
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void findsTheSamePortsInTheSameFolder() {
    assertThat(Settings.in(home)).isEqualTo(Settings.in(home));
  }

  private static ProcessHandle broker(Process parent) throws IOException {
    try (BufferedReader output = parent.inputReader()) {
      return ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
    }
  }

  private static Process java(Class<?> program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }
}
