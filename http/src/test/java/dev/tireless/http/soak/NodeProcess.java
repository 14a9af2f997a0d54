package dev.tireless.http.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One running {@link NodeProgram}, to be killed or frozen. What it says goes to a log. */
final class NodeProcess implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final String name;
  private final Process process;
  private final CountDownLatch ready = new CountDownLatch(1);
  private @Nullable Process freezer;

  /**
   * Starts it.
   *
   * @param promised gets the ids that the node accepted
   */
  NodeProcess(String name, String url, String user, Path logs, Set<String> promised)
      throws IOException {
    this.name = name;
    this.process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                NodeProgram.class.getName(),
                name,
                url,
                user)
            .redirectErrorStream(true)
            .start();
    Thread reader = new Thread(() -> read(logs.resolve(name + ".log"), promised), "read-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  String name() {
    return name;
  }

  NodeProcess awaitReady() throws InterruptedException {
    if (!ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError(name + " did not start; see its log");
    }
    return this;
  }

  /** Ends it as a power failure would, by SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * Stops it by SIGSTOP, and wakes it when its time is over, even if this process is gone by then.
   * Returns when it stands still.
   */
  void freeze(Duration duration) throws IOException {
    String script = "kill -STOP $0 && echo frozen && sleep $1; kill -CONT $0";
    String seconds = Double.toString(duration.toMillis() / 1000.0);
    Process started =
        new ProcessBuilder("sh", "-c", script, Long.toString(process.pid()), seconds)
            .redirectErrorStream(true)
            .start();
    freezer = started;
    String said = started.inputReader().readLine();
    if (!"frozen".equals(said)) {
      throw new IOException("Could not freeze " + name + ": " + said);
    }
  }

  boolean isFrozen() {
    return freezer != null && freezer.isAlive();
  }

  /** Lets it submit nothing more. */
  void quieten() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** Lets it end in order. */
  void stop() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError(name + " did not end; see its log");
    }
  }

  /** Leaves nothing of it. */
  @Override
  public void close() {
    process.destroyForcibly();
    if (freezer != null) {
      freezer.descendants().forEach(ProcessHandle::destroyForcibly);
      freezer.destroyForcibly();
    }
  }

  private void read(Path log, Set<String> promised) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        var writer = Files.newBufferedWriter(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(NodeProgram.ACCEPTED)) {
          promised.add(line.substring(NodeProgram.ACCEPTED.length()));
        } else if (line.equals(NodeProgram.READY)) {
          ready.countDown();
        } else {
          writer.write(line);
          writer.newLine();
          writer.flush();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read what " + name + " says", e);
    }
  }
}
