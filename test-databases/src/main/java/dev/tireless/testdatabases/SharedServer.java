package dev.tireless.testdatabases;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The one server of a product that all tests of the build share; the first to join starts it. */
record SharedServer(Product product, ServerFolder folder) {
  private static final Duration START_DEADLINE = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int LINES_SHOWN = 100;

  /** Returns the running server, which from now on lives at least as long as the user. */
  RunningServer join(ProcessId user) {
    synchronized (SharedServer.class) { // a file lock holds between processes only
      try {
        return joinLocked(user);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot start or join " + product + " in " + folder, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while " + product + " was starting", e);
      }
    }
  }

  private RunningServer joinLocked(ProcessId user) throws IOException, InterruptedException {
    FileLock lock = folder.lock();
    try {
      folder.addUser(user);
      Optional<RunningServer> running = folder.server();
      return running.isPresent() && !folder.processes().isEmpty() ? running.get() : start();
    } finally {
      lock.acquiredBy().close();
    }
  }

  private RunningServer start() throws IOException, InterruptedException {
    new Remains(folder).removeWithKeeper();
    Process keeper = launchKeeper();
    folder.writeKeeper(ProcessId.of(keeper.toHandle()));
    long deadline = System.nanoTime() + START_DEADLINE.toNanos();
    while (folder.server().isEmpty()) {
      if (keeper.waitFor(POLL.toMillis(), MILLISECONDS) || System.nanoTime() > deadline) {
        new Remains(folder).removeWithKeeper();
        throw new IllegalStateException(failure());
      }
    }
    return folder.server().orElseThrow();
  }

  /** In a session of its own, so that the signal that ends a build does not reach it. */
  private Process launchKeeper() throws IOException {
    return new ProcessBuilder(
            "setsid",
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

  private String failure() throws IOException {
    List<String> output =
        Files.readString(folder.output(), StandardCharsets.ISO_8859_1).lines().toList();
    List<String> end = output.subList(Math.max(0, output.size() - LINES_SHOWN), output.size());
    return product
        + " did not start; all its output is in "
        + folder.output()
        + ", which ends:\n"
        + String.join("\n", end);
  }
}
