package dev.tireless.deliver;

import dev.tireless.Channel;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers: gives numbers to what was published, leases what is due, hands it to the channels, and
 * records what came of it, until closed.
 *
 * <p>Two threads: one sequences, leases and sends, one records. Nothing is lost when the process
 * dies at any moment: what was leased and not recorded is told again when its lease ends. Several
 * engines may run on one database. Channels are not closed by the engine; close them after it.
 */
public final class Engine implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Engine.class);
  private static final Duration MAX_BACK_OFF = Duration.ofSeconds(5);

  private final Steps steps;
  private final EngineSettings settings;
  private final Signal work = new Signal();
  private final Signal outcomes = new Signal();
  private final Thread deliverer = new Thread(this::deliver, "tireless-deliver");
  private final Thread recorder = new Thread(this::record, "tireless-record");
  private volatile boolean delivering = true;
  private volatile boolean recording = true;

  /**
   * An engine that does nothing until {@link #start()}.
   *
   * @param dataSource a small pool of the engine's own, with time-outs, so that neither a caller
   *     nor a frozen node can hold it up
   * @param channels by the name that receivers call them
   * @param random for the jitter
   */
  public Engine(
      DataSource dataSource,
      Map<String, Channel> channels,
      EngineSettings settings,
      List<DeliveryListener> listeners,
      Clock clock,
      RandomGenerator random) {
    this.settings = settings;
    this.steps =
        new Steps(dataSource, channels, settings, listeners, clock, random, outcomes::raise);
  }

  /** Starts the threads; once in the life of an engine. */
  public void start() {
    deliverer.start();
    recorder.start();
    log.info("Engine of node {} started", settings.node());
  }

  /** Spares what was just committed the wait for the next poll. Cheap; any thread may call it. */
  public void wakeUp() {
    work.raise();
  }

  /** Whether both threads are alive and the engine is not being closed. */
  public boolean isRunning() {
    return delivering && deliverer.isAlive() && recorder.isAlive();
  }

  /** Attempts that are in flight or not recorded yet, on this node. */
  public int inFlight() {
    return steps.inFlight();
  }

  /**
   * Takes nothing new, waits for what is in flight within the grace time, and gives back what was
   * leased and not sent.
   */
  @Override
  public void close() {
    delivering = false;
    work.raise();
    join(deliverer);
    if (recorder.isAlive()) {
      awaitInFlight();
    }
    recording = false;
    outcomes.raise();
    join(recorder);
    log.info("Engine of node {} stopped, {} in flight", settings.node(), steps.inFlight());
  }

  private void deliver() {
    loop(() -> delivering, List.of(steps::sequence, steps::lease, steps::send), work);
    guarded(
        () -> {
          steps.giveBack();
          return 0;
        });
  }

  private void record() {
    loop(() -> recording, List.of(this::recordAndWake), outcomes);
    guarded(steps::record);
  }

  /** What was recorded made room in its lanes. */
  private int recordAndWake() {
    int recorded = steps.record();
    if (recorded > 0) {
      work.raise();
    }
    return recorded;
  }

  private interface Condition {
    boolean holds();
  }

  /** Works while there is work, and waits for the signal or the poll when there is none. */
  private void loop(Condition running, List<IntSupplier> round, Signal signal) {
    Duration backOff = settings.pollInterval();
    while (running.holds()) {
      List<OptionalInt> done = round.stream().map(Engine::guarded).toList();
      boolean failed = done.stream().anyMatch(OptionalInt::isEmpty);
      backOff = failed ? longer(backOff) : settings.pollInterval();
      if (failed || done.stream().allMatch(count -> count.orElseThrow() == 0)) {
        signal.await(backOff);
      }
    }
  }

  /** The catch-all of the worker loops: empty when the step failed, which hinders no other. */
  private static OptionalInt guarded(IntSupplier step) {
    try {
      return OptionalInt.of(step.getAsInt());
    } catch (RuntimeException e) {
      log.error("A step of the engine failed; nothing is lost, and it is tried again", e);
      return OptionalInt.empty();
    }
  }

  private static Duration longer(Duration backOff) {
    Duration doubled = backOff.multipliedBy(2);
    return doubled.compareTo(MAX_BACK_OFF) < 0 ? doubled : MAX_BACK_OFF;
  }

  private void awaitInFlight() {
    long end = System.nanoTime() + settings.graceTime().toNanos();
    while (steps.inFlight() > 0 && System.nanoTime() < end && !Thread.interrupted()) {
      work.await(Duration.ofMillis(20));
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Wakes one waiting thread; raised several times before the wait, it wakes once. */
  private static final class Signal {

    private final Semaphore raised = new Semaphore(0);

    void raise() {
      if (raised.availablePermits() == 0) {
        raised.release();
      }
    }

    void await(Duration atMost) {
      try {
        if (raised.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
          raised.drainPermits();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
