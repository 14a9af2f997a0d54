package dev.tireless.demo.story.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One service as a process of its own, on the JDK of this one. It can be started again after it
 * ended; its log goes on in the same file. Thread-safe; once closed it stays ended.
 */
public final class ServiceProcess implements AutoCloseable {

  private static final Duration START_DEADLINE = Duration.ofSeconds(90);
  private static final Duration STOP_DEADLINE = Duration.ofSeconds(30);
  private static final int SHOWN_LOG_LINES = 15;

  private final Launch launch;
  private final BooleanSupplier healthy;
  private @Nullable Process process;
  private boolean closed;

  /**
   * What to run.
   *
   * @param name for messages
   * @param jar with the libraries beside it
   * @param properties that every start gets, each as {@code --name=value}
   * @param environment added to this process's own
   * @param log file that takes what it prints
   */
  public record Launch(
      String name, Path jar, List<String> properties, Map<String, String> environment, Path log) {

    public Launch {
      properties = List.copyOf(properties);
      environment = Map.copyOf(environment);
    }
  }

  /**
   * @param healthy whether the service answers now
   */
  public ServiceProcess(Launch launch, BooleanSupplier healthy) {
    this.launch = launch;
    this.healthy = healthy;
  }

  /**
   * Starts it and waits until it is healthy.
   *
   * @param properties for this start, winning over those of every start
   * @throws IllegalStateException when it ends before, or takes too long; the message shows the end
   *     of its log
   */
  public void start(String... properties) {
    begin(properties);
    awaitUp();
  }

  /** Starts it and does not wait. */
  public synchronized void begin(String... properties) {
    if (closed) {
      throw new IllegalStateException("The story is over; " + launch.name() + " is not started");
    }
    process = run(command(List.of(properties)));
  }

  /**
   * Waits until it is healthy.
   *
   * @throws IllegalStateException as {@link #start} does
   */
  public void awaitUp() {
    try {
      Await.until(launch.name() + " starts", START_DEADLINE, this::isUp);
    } catch (Await.InVainException late) {
      throw new IllegalStateException(late.getMessage() + "\n" + endOfLog(), late);
    }
  }

  /** Starts it if it does not run. */
  public void startUnlessAlive() {
    if (!isAlive()) {
      start();
    }
  }

  /** Ends it as an operator would: it may finish what it does. */
  public synchronized void stop() {
    end(Process::destroy);
  }

  /** Ends it by SIGKILL: it can do nothing about it. */
  public synchronized void kill() {
    end(Process::destroyForcibly);
  }

  /** Completes when the process that runs now ends. */
  public synchronized CompletableFuture<Process> onExit() {
    return process == null ? new CompletableFuture<>() : process.onExit();
  }

  @Override
  public synchronized void close() {
    closed = true;
    stop();
  }

  private synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  private List<String> command(List<String> properties) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx192m"));
    command.addAll(List.of("-jar", launch.jar().toString()));
    command.addAll(properties);
    command.addAll(launch.properties());
    return command;
  }

  private Process run(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(launch.environment());
    try {
      return builder.redirectOutput(Redirect.appendTo(launch.log().toFile())).start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + launch.name(), e);
    }
  }

  private boolean isUp() {
    if (!isAlive()) {
      throw new IllegalStateException(launch.name() + " ended before it was up. " + endOfLog());
    }
    return healthy.getAsBoolean();
  }

  private void end(Consumer<Process> way) {
    if (process == null) {
      return;
    }
    way.accept(process);
    try {
      if (!process.waitFor(STOP_DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(launch.log());
      List<String> end = lines.subList(Math.max(0, lines.size() - SHOWN_LOG_LINES), lines.size());
      return "Its log is " + launch.log() + " and ends with:\n" + String.join("\n", end);
    } catch (IOException unreadable) {
      return "Its log is " + launch.log();
    }
  }
}
