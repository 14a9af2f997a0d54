package dev.tireless.devbroker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A NameServer and a Broker in a child JVM, which ends with this one. Killed and started again, it
 * finds the same folder and listens on the same ports. Thread-safe.
 */
public final class DevBroker implements AutoCloseable {

  private static final Duration START_DEADLINE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Settings settings;
  private @Nullable Process process;

  /**
   * Where and how it runs. It takes two ports more, the broker's − 2 and + 1.
   *
   * @param home everything that it writes is there
   * @param jar this module with all that it needs, {@code tireless-dev-broker-…-exec.jar}
   * @param topics are there when it is ready
   * @param groups consumer groups that are there when it is ready
   * @param broker settings of the broker and its store, by RocketMQ's names
   */
  public record Settings(
      Path home,
      int nameServerPort,
      int brokerPort,
      Path jar,
      List<String> topics,
      List<String> groups,
      Map<String, String> broker) {

    /** Without topics and groups. */
    public static Settings in(Path home, Path jar, int nameServerPort, int brokerPort) {
      return new Settings(home, nameServerPort, brokerPort, jar, List.of(), List.of(), Map.of());
    }

    public Settings topics(String... topics) {
      return new Settings(home, nameServerPort, brokerPort, jar, List.of(topics), groups, broker);
    }

    public Settings groups(String... groups) {
      return new Settings(home, nameServerPort, brokerPort, jar, topics, List.of(groups), broker);
    }

    public Settings broker(String name, String value) {
      Map<String, String> all = new LinkedHashMap<>(broker);
      all.put(name, value);
      return new Settings(home, nameServerPort, brokerPort, jar, topics, groups, all);
    }
  }

  /**
   * The jar as the build packaged it.
   *
   * @param root folder of the project
   * @throws IllegalStateException when this module was not packaged
   */
  public static Path builtJar(Path root) {
    Path folder = root.resolve(Path.of("dev-broker", "target"));
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith("-exec.jar"))
          .findAny()
          .orElseThrow(() -> new IllegalStateException("No broker's jar is in " + folder));
    } catch (IOException e) {
      throw new IllegalStateException("Package dev-broker first: " + folder, e);
    }
  }

  public DevBroker(Settings settings) {
    this.settings = settings;
  }

  /** Host and port of the name server. */
  public String nameServer() {
    return Servers.LOOPBACK + ":" + settings.nameServerPort();
  }

  /**
   * Starts it, unless it runs, and waits until topics can be written.
   *
   * @throws IllegalStateException when it ends before, or takes too long; the message has what it
   *     printed
   */
  public synchronized DevBroker start() {
    if (process == null || !process.isAlive()) {
      begin();
      awaitReady();
    }
    return this;
  }

  /** Ends it by SIGKILL. */
  public synchronized void kill() {
    if (process != null) {
      try {
        process.destroyForcibly().waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Kills it, which is safe, and leaves its folder. */
  @Override
  public void close() {
    kill();
  }

  private void begin() {
    try {
      Files.createDirectories(settings.home());
      Files.deleteIfExists(output());
      process =
          new ProcessBuilder(command())
              .redirectErrorStream(true)
              .redirectOutput(Redirect.to(output().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start a broker in " + settings.home(), e);
    }
  }

  private void awaitReady() {
    long end = System.nanoTime() + START_DEADLINE.toNanos();
    while (!printed().contains(BrokerProgram.READY)) {
      if (!isAliveAfter(POLL) || System.nanoTime() > end) {
        kill();
        throw new IllegalStateException("The broker did not start: " + printed());
      }
    }
  }

  private boolean isAliveAfter(Duration wait) {
    try {
      return process != null && !process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String printed() {
    try {
      return Files.readString(output());
    } catch (IOException e) {
      return "";
    }
  }

  private Path output() {
    return settings.home().resolve("output.log");
  }

  private List<String> command() {
    String home = settings.home().toAbsolutePath().toString();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xms32m",
            "-Xmx128m",
            // Its timer wheel alone takes 38 MB at once, and without them it would hang.
            "-XX:MaxDirectMemorySize=128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + home,
            "-Duser.home=" + home,
            "-Drocketmq.log.root=" + home,
            "-Drmq.logback.configurationFile=rmq-dev-broker.logback.xml",
            "-jar",
            settings.jar().toString(),
            "--home=" + home,
            "--name-server-port=" + settings.nameServerPort(),
            "--broker-port=" + settings.brokerPort(),
            "--while-parent-lives"));
    if (!settings.topics().isEmpty()) {
      command.add("--topics=" + String.join(",", settings.topics()));
    }
    if (!settings.groups().isEmpty()) {
      command.add("--groups=" + String.join(",", settings.groups()));
    }
    settings.broker().forEach((name, value) -> command.add("--broker." + name + "=" + value));
    return command;
  }
}
