package dev.tireless.testdatabases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plays builds that come and go, each a process that only waits, on servers of this test's own. */
class SharedServerTest {
  /** Of this JVM alone: two builds may run this test at once. On the disk of the programs. */
  @TempDir(factory = InBuildFolder.class)
  static Path servers;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endBuilds() {
    started.forEach(Process::destroyForcibly);
    Stream.of(Product.values())
        .map(SharedServerTest::ownServer)
        .forEach(SharedServerTest::awaitEnd);
  }

  @Test
  void replacesServerWhoseKeeperWasKilledAndEndsItAfterTheLastBuild() throws IOException {
    SharedServer server = ownServer(Product.POSTGRESQL);
    Process first = build();
    Process second = build();
    RunningServer killed = join(server, first, second);
    List<ProcessHandle> orphans = server.folder().processes();
    List<ProcessHandle> servers = withoutConnections(orphans);
    killed.keeper().handle().orElseThrow().destroyForcibly();
    await().until(() -> !killed.keeper().isAlive());
    assertThat(servers).hasSize(1).allMatch(ProcessHandle::isAlive);

    RunningServer replacement = server.join(ProcessId.of(first.toHandle()));
    assertThat(replacement.keeper()).isNotEqualTo(killed.keeper());
    assertThat(server.folder().processes()).isNotEmpty().doesNotContainAnyElementsOf(orphans);

    assertEndsAfterTheLastBuild(server, replacement, first, second);
  }

  @Test
  void replacesServerThatWasKilledAndEndsItAfterTheLastBuild() throws IOException {
    SharedServer server = ownServer(Product.MARIADB);
    Process first = build();
    Process second = build();
    RunningServer killed = join(server, first, second);
    server.folder().processes().forEach(ProcessHandle::destroyForcibly);
    await().until(() -> server.folder().processes().isEmpty());

    RunningServer replacement = server.join(ProcessId.of(first.toHandle()));
    assertThat(killed.keeper().isAlive()).isFalse();

    assertEndsAfterTheLastBuild(server, replacement, first, second);
  }

  private static RunningServer join(SharedServer server, Process first, Process second) {
    RunningServer running = server.join(ProcessId.of(first.toHandle()));
    assertThat(server.join(ProcessId.of(second.toHandle()))).isEqualTo(running);
    return running;
  }

  /** Those of connections, which end with them, have no children. */
  private static List<ProcessHandle> withoutConnections(List<ProcessHandle> processes) {
    return processes.stream().filter(process -> process.children().findAny().isPresent()).toList();
  }

  /** Though the second one never joined what replaced the server that it had. */
  private static void assertEndsAfterTheLastBuild(
      SharedServer server, RunningServer running, Process first, Process second) {
    first.destroyForcibly();
    await().during(Duration.ofSeconds(1)).until(() -> running.keeper().isAlive());
    assertAnswers(server.product(), running);

    second.destroyForcibly();
    awaitEnd(server);
    assertThat(server.folder().data()).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void isSharedWithOtherTestProcesses(Product product) throws IOException {
    SharedServer server = new SharedServer(product, ServerFolder.of(product));
    ProcessId build = BuildProcess.current();
    RunningServer joinedHere = server.join(build);
    Process other =
        start(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            JoinServer.class.getName(),
            product.name(),
            server.folder().path().toString(),
            build.toString());
    assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
        .isEqualTo(joinedHere.toString());
  }

  @Test
  void failsWithTheOutputOfTheServerThatDoesNotStart(@TempDir Path folder) throws IOException {
    SharedServer server = new SharedServer(Product.MARIADB, ServerFolder.at(folder));
    ProcessId build = ProcessId.of(build().toHandle());
    Files.writeString(folder.resolve("programs"), "a file, where a folder is needed");

    assertThatThrownBy(() -> server.join(build))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("MARIADB did not start")
        .hasMessageContaining(server.folder().output().toString())
        .hasMessageContaining("programs/draft: Not a directory");
    assertThat(server.folder().keeper()).isEmpty();
  }

  @BeforeAll
  static void linkPrograms() throws IOException {
    for (Product product : Product.values()) {
      ServerFolder shared = ServerFolder.of(product);
      new SharedServer(product, shared).join(BuildProcess.current());
      link(shared.programs(), ownServer(product).folder().programs());
    }
  }

  /** To unpack them again would take as long as all these tests. */
  private static void link(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.toList()) {
        Path copy = to.resolve(from.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.createLink(copy, path);
        }
      }
    }
  }

  private static SharedServer ownServer(Product product) {
    return new SharedServer(product, ServerFolder.at(servers.resolve(product.name())));
  }

  private Process build() throws IOException {
    return start("sleep", "600");
  }

  private Process start(String... command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    return process;
  }

  private static void assertAnswers(Product product, RunningServer server) {
    try (Connection connection = product.administration(server.port()).getConnection()) {
      assertThat(connection.isValid(5)).isTrue();
    } catch (SQLException e) {
      throw new AssertionError(product + " does not answer", e);
    }
  }

  private static void awaitEnd(SharedServer server) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> server.folder().processes().isEmpty() && server.folder().keeper().isEmpty());
  }

  static final class InBuildFolder implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext where, ExtensionContext test)
        throws IOException {
      return Files.createTempDirectory(ServerFolder.of(Product.MARIADB).path().getParent(), "own");
    }
  }
}
