package dev.tireless.testdatabases;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The one server of its product that all tests of the build share; the first to join starts it. */
record SharedServer(Product product, ServerFolder folder) {
  private static final Duration START_DEADLINE = Duration.ofMinutes(3);

  RunningServer join() {
    return join(BuildProcess.current());
  }

  /** The running server, which now lives at least as long as the user. */
  RunningServer join(ProcessId user) {
    synchronized (SharedServer.class) {
      try {
        return joinUnderLock(user);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot start or join " + product + " in " + folder, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while " + product + " started", e);
      }
    }
  }

  private RunningServer joinUnderLock(ProcessId user) throws IOException, InterruptedException {
    FileLock lock = folder.lock();
    try {
      folder.addUser(user);
      Optional<RunningServer> running = folder.server().filter(RunningServer::isAlive);
      return running.isPresent() ? running.get() : start();
    } finally {
      lock.acquiredBy().close();
    }
  }

  private RunningServer start() throws IOException, InterruptedException {
    folder.wipe();
    Process keeper = launchKeeper();
    long deadline = System.nanoTime() + START_DEADLINE.toNanos();
    while (folder.server().isEmpty()) {
      if (keeper.waitFor(50, MILLISECONDS) || System.nanoTime() > deadline) {
        keeper.destroy();
        throw failure();
      }
    }
    return folder.server().orElseThrow();
  }

  private Process launchKeeper() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ServerKeeper.class.getName(),
            product.name(),
            folder.path().toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.output().toFile())
        .start();
  }

  private IllegalStateException failure() throws IOException {
    List<String> output = Files.readAllLines(folder.output());
    List<String> end = output.subList(Math.max(0, output.size() - 20), output.size());
    return new IllegalStateException(
        product
            + " did not start. Its whole output is in "
            + folder.output()
            + " and ends with:\n"
            + String.join("\n", end));
  }
}
