package dev.tireless.devbroker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A NameServer and a Broker in a child JVM, which ends with this one. Killed and started again, it
 * finds the same folder and listens on the same ports. Thread-safe. Needs nothing of RocketMQ on
 * the class path of this JVM if it is told the jar.
 */
public final class DevBroker implements AutoCloseable {

  private static final Duration START_DEADLINE = Duration.ofSeconds(60);
  private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(60);

  private final Settings settings;
  private @Nullable Child child;
  private int requests;

  /**
   * Where and how it runs. It takes two ports more, the broker's − 2 and + 1.
   *
   * @param home everything that it writes is there
   * @param jvm options of its JVM that decide how large and how fast it is
   * @param program what {@code java} is told to run
   * @param topics are there when it is ready
   * @param groups consumer groups that are there when it is ready
   * @param broker settings of the broker and its store, by RocketMQ's names
   */
  public record Settings(
      Path home,
      int nameServerPort,
      int brokerPort,
      List<String> jvm,
      List<String> program,
      List<String> topics,
      List<String> groups,
      Map<String, String> broker) {

    /** Its timer wheel alone takes 38 MB of direct memory at once. */
    private static final List<String> SMALL =
        List.of(
            "-Xms32m",
            "-Xmx128m",
            "-XX:MaxDirectMemorySize=256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1");

    /** On this JVM's class path, on free ports that the folder keeps from now on. */
    public static Settings in(Path home) {
      Ports ports = Ports.of(home);
      return new Settings(
              home,
              ports.nameServer(),
              ports.broker(),
              SMALL,
              List.of(),
              List.of(),
              List.of(),
              Map.of())
          .classPath(System.getProperty("java.class.path"));
    }

    /** On four ports in a row, without topics and groups. */
    public static Settings in(Path home, Path jar, int firstPort) {
      return in(home, jar, firstPort + 1, firstPort + 2);
    }

    /**
     * On ports of one's choice.
     *
     * @param jar as {@link #jar} takes it
     */
    private static Settings in(Path home, Path jar, int nameServerPort, int brokerPort) {
      return new Settings(
              home, nameServerPort, brokerPort, SMALL, List.of(), List.of(), List.of(), Map.of())
          .jar(jar);
    }

    /** From this module with all that it needs, {@code tireless-dev-broker-…-exec.jar}. */
    public Settings jar(Path jar) {
      return program(List.of("-jar", jar.toString()));
    }

    public Settings classPath(String classPath) {
      return program(List.of("-cp", classPath, BrokerProgram.class.getName()));
    }

    /** In a JVM with these options instead of a small one. */
    public Settings jvm(String... options) {
      return new Settings(
          home, nameServerPort, brokerPort, List.of(options), program, topics, groups, broker);
    }

    private Settings program(List<String> program) {
      return new Settings(home, nameServerPort, brokerPort, jvm, program, topics, groups, broker);
    }

    public Settings topics(String... topics) {
      return new Settings(
          home, nameServerPort, brokerPort, jvm, program, List.of(topics), groups, broker);
    }

    public Settings groups(String... groups) {
      return new Settings(
          home, nameServerPort, brokerPort, jvm, program, topics, List.of(groups), broker);
    }

    public Settings broker(String name, String value) {
      Map<String, String> all = new LinkedHashMap<>(broker);
      all.put(name, value);
      return new Settings(home, nameServerPort, brokerPort, jvm, program, topics, groups, all);
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

  /** Everything that it writes is there. */
  public Path home() {
    return settings.home();
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
    if (child == null || !child.process().isAlive()) {
      try {
        child = Child.start(settings);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot start a broker in " + settings.home(), e);
      }
      awaitReady(child);
    }
    return this;
  }

  private void awaitReady(Child started) {
    if (await(started, START_DEADLINE, BrokerProgram.READY) == null) {
      kill();
      throw new IllegalStateException("The broker did not start: " + started.printed());
    }
  }

  /** Kills it, if it runs, and starts it with the same folder and ports. */
  public synchronized void restart() {
    kill();
    start();
  }

  /** The number of its process. */
  public synchronized long pid() {
    return running().process().pid();
  }

  /**
   * Creates the topic, or gives it that number of queues, and returns when it can be written.
   *
   * @throws IllegalStateException when the broker refuses
   */
  public void createTopic(String name, int queues) {
    if (queues < 1) {
      throw new IllegalArgumentException("A topic has at least one queue, not " + queues);
    }
    ask(name, queues);
  }

  /** Creates the consumer group, unless it is there. */
  public void createGroup(String name) {
    ask(name, 0);
  }

  private synchronized void ask(String name, int queues) {
    Request request = new Request(++requests, name, queues);
    Child asked = running();
    try {
      asked.say(request.line());
    } catch (IOException e) {
      throw new UncheckedIOException("The broker does not listen: " + asked.printed(), e);
    }
    String answer = await(asked, ANSWER_DEADLINE, request.done(), request.failed());
    if (!request.done().equals(answer)) {
      throw new IllegalStateException(
          "The broker has not created " + name + ": " + (answer == null ? "no answer" : answer));
    }
  }

  private Child running() {
    if (child == null || !child.process().isAlive()) {
      throw new IllegalStateException("The broker does not run");
    }
    return child;
  }

  private static @Nullable String await(Child child, Duration limit, String... beginnings) {
    try {
      return child.line(limit, beginnings).orElse(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** Ends it by SIGKILL. */
  public synchronized void kill() {
    if (child != null) {
      child.kill();
    }
  }

  /** Kills it, which is safe, and leaves its folder. */
  @Override
  public void close() {
    kill();
  }
}
