package dev.tireless.bench;

import dev.tireless.bench.load.Message;
import dev.tireless.bench.store.OpenDatabase;
import dev.tireless.testdatabases.FreePort;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The notifier server as it is packaged, on a database of its own, with one receiver. Its engine is
 * off: nothing is pushed, so that only what the receiver asks for is measured.
 */
final class NotifierServer implements AutoCloseable {

  private static final Duration START_DEADLINE = Duration.ofSeconds(90);
  private static final int OK = 200;

  private final int port = FreePort.find();
  private final Process process;

  /**
   * @param log what it prints goes there
   */
  NotifierServer(OpenDatabase database, String receiver, String credential, String secret, File log)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms1g", "-Xmx1g", "-XX:+UseParallelGC"));
    command.addAll(List.of("-jar", jar().toString()));
    command.add("--server.port=" + port);
    command.add("--spring.datasource.url=" + database.url());
    command.add("--spring.datasource.username=" + database.user());
    command.add("--tireless.engine.enabled=false");
    command.add("--tireless.reconcile.rate=100000");
    String mine = "--tireless.receivers." + receiver;
    command.add(mine + ".url=http://127.0.0.1:1/");
    command.add(mine + ".secret=" + secret);
    command.add(mine + ".credentials=" + credential);
    command.add(mine + ".topics=" + Message.topic(0));
    process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    awaitReady(log);
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitReady(File log) throws InterruptedException {
    long end = System.nanoTime() + START_DEADLINE.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        close();
        throw new IllegalStateException("The notifier server did not start, see " + log);
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private boolean isReady() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/openapi.json"))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode() == OK;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("server", "target"))) {
      return files
          .filter(file -> file.toString().endsWith("-exec.jar"))
          .findAny()
          .orElseThrow(() -> new IllegalStateException("Package the server first"));
    }
  }
}
