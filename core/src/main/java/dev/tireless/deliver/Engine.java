package dev.tireless.deliver;

import dev.tireless.Channel;
import dev.tireless.Publication;
import dev.tireless.publish.Published;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers: gives numbers to what was published, leases what is due, hands it to the channels, and
 * records what came of it, until closed.
 *
 * <p>Four threads: one writes what is submitted and sends it, one sequences what was published in
 * others' transactions, leases what is due and sends it, one records, one gives the heartbeat.
 * Nothing is lost when the process dies at any moment: what was leased and not recorded is told
 * again when its lease ends. Channels are not closed by the engine; close them after it.
 *
 * <p>Several engines may run on one database, each with a name of its own. They share the work by
 * leases and divide the receivers' limits; one that dies without goodbye counts for 10 s more. All
 * must agree on the time: an engine whose clock is further from the database's than {@link
 * EngineSettings#maxClockOffset()} does not start, and later takes nothing new until it is right.
 */
public final class Engine implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Engine.class);

  private final Steps steps;
  private final EngineSettings settings;
  private final Signal submissions = new Signal();
  private final Signal work = new Signal();
  private final Signal outcomes = new Signal();
  private final Signal end = new Signal();
  private final Thread writer = new Thread(this::write, "tireless-write");
  private final Thread deliverer = new Thread(this::deliver, "tireless-deliver");
  private final Thread recorder = new Thread(this::record, "tireless-record");
  private long lastLook = System.nanoTime() - TimeUnit.DAYS.toNanos(1);
  private final Thread heart = new Thread(this::beat, "tireless-heartbeat");
  private volatile boolean delivering = true;
  private volatile boolean recording = true;

  /**
   * An engine that does nothing until {@link #start()}.
   *
   * @param dataSource a small pool of the engine's own, with time-outs, so that neither a caller
   *     nor a frozen node can hold it up
   * @param channels by the name that receivers call them
   * @param random for the jitter and for ids, never the same on two nodes: a {@link
   *     java.security.SecureRandom} in production
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

  /**
   * Starts the threads; once in the life of an engine.
   *
   * @throws dev.tireless.TirelessException when the database cannot be asked, or when this node's
   *     clock is too far from its
   */
  public void start() {
    steps.heartbeat().enter();
    heart.start();
    writer.start();
    deliverer.start();
    recorder.start();
    log.info("Engine of node {} started", settings.node());
  }

  /**
   * Publishes in a transaction of the engine's own, shared with others that come at the same time,
   * and sends at once: for callers that have no local transaction to publish in. Idempotent like
   * {@code Publisher}.
   *
   * <p>The answer comes after the commit, on a thread of the engine: what depends on it must be
   * quick, or go elsewhere ({@code thenAcceptAsync}). It fails with {@link
   * dev.tireless.ConflictException} when another payload stands under the same key, with {@link
   * IllegalArgumentException} when a receiver in {@code to} does not exist, and with {@link
   * dev.tireless.TirelessException} when the database fails; after the latter it is not known
   * whether the publication was written, and submitting it again is safe.
   *
   * <p>Waits up to 5 s while 10,000 submissions wait to be written; then it fails with {@link
   * dev.tireless.OverloadedException}, and nothing is written. While this node's clock is wrong it
   * fails at once. Any thread may call it.
   */
  public CompletableFuture<Published> submit(Publication publication) {
    CompletableFuture<Published> answer = steps.submit(publication);
    submissions.raise();
    return answer;
  }

  /** Spares what was just committed the wait for the next poll. Cheap; any thread may call it. */
  public void wakeUp() {
    work.raise();
  }

  /**
   * Whether it takes new work: its threads are alive, its clock is right, and it is not being
   * closed.
   */
  public boolean isRunning() {
    return delivering
        && clockFault().isEmpty()
        && Stream.of(writer, deliverer, recorder, heart).allMatch(Thread::isAlive);
  }

  /** What is wrong with this node's clock; while there is something, nothing new is taken. */
  public Optional<String> clockFault() {
    return Optional.ofNullable(steps.heartbeat().clocks().fault());
  }

  /** How many engines on this database are alive, this one included. */
  public int liveNodes() {
    return steps.liveNodes();
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
    submissions.raise();
    work.raise();
    join(writer);
    join(deliverer);
    if (recorder.isAlive()) {
      awaitInFlight();
    }
    recording = false;
    outcomes.raise();
    end.raise();
    join(recorder);
    join(heart);
    log.info("Engine of node {} stopped, {} in flight", settings.node(), steps.inFlight());
  }

  private void write() {
    loop(
        () -> delivering,
        List.of(guarded("write", this::writeOrRefuse), taking("send", steps::send)),
        submissions,
        settings.pollInterval());
    steps.refuse();
  }

  private int writeOrRefuse() {
    Optional<String> fault = clockFault();
    return fault.isEmpty() ? writeAndWake() : steps.turnAway(fault.get());
  }

  /** What found no room in its lane has to be leased from the database. */
  private int writeAndWake() {
    int written = steps.write();
    if (steps.isBehind()) {
      work.raise();
    }
    return written;
  }

  private void deliver() {
    loop(
        () -> delivering,
        List.of(
            taking("sequence", steps::sequence),
            taking("redeliver", steps::redeliver),
            taking("lease", this::leaseWhenNeeded),
            guarded("send", this::sendOrGiveBack)),
        work,
        settings.pollInterval());
    guarded("give back", steps::giveBack).run();
  }

  /** New deliveries come here by themselves; to look for others costs, and can wait for a poll. */
  private int leaseWhenNeeded() {
    long now = System.nanoTime();
    if (!steps.isBehind() && now - lastLook < settings.pollInterval().toNanos()) {
      return 0;
    }
    lastLook = now;
    return steps.lease();
  }

  private int sendOrGiveBack() {
    return clockFault().isEmpty() ? steps.send() : steps.giveBack();
  }

  private void record() {
    loop(
        () -> recording,
        List.of(guarded("record", this::recordAndWake)),
        outcomes,
        settings.pollInterval());
    guarded("record", steps::record).run();
  }

  /** What was recorded made room for what waits. */
  private int recordAndWake() {
    int recorded = steps.record();
    if (recorded > 0 && steps.isBehind()) {
      work.raise();
    }
    return recorded;
  }

  private void beat() {
    loop(
        () -> recording,
        List.of(guarded("heartbeat", this::beatOnce), guarded("end overdue", this::endOverdue)),
        end,
        Heartbeat.INTERVAL);
    guarded("leave", this::leave).run();
  }

  private int beatOnce() {
    steps.heartbeat().beat();
    return 0;
  }

  private int endOverdue() {
    steps.endOverdue();
    return 0;
  }

  private int leave() {
    steps.heartbeat().leave();
    return 1;
  }

  private interface Condition {
    boolean holds();
  }

  /** Works while there is work, and waits for the signal or so long when there is none. */
  private void loop(
      Condition running, List<GuardedStep> steps, Signal signal, Duration pollInterval) {
    while (running.holds()) {
      if (steps.stream().mapToInt(GuardedStep::run).sum() == 0) {
        signal.await(pollInterval);
      }
    }
  }

  /** A step that takes new work: it rests while this node's clock is wrong. */
  private GuardedStep taking(String name, IntSupplier step) {
    return guarded(name, () -> clockFault().isEmpty() ? step.getAsInt() : 0);
  }

  private GuardedStep guarded(String name, IntSupplier step) {
    return new GuardedStep(name, step, settings.pollInterval());
  }

  private void awaitInFlight() {
    long end = System.nanoTime() + settings.graceTime().toNanos();
    while (steps.inFlight() > 0 && System.nanoTime() < end && !Thread.interrupted()) {
      work.await(Duration.ofMillis(20));
    }
  }

  /** Not longer than the grace time: a database that does not answer must not stop the stop. */
  private void join(Thread thread) {
    try {
      thread.join(Math.max(1, settings.graceTime().toMillis()));
      if (thread.isAlive()) {
        log.warn("{} is still busy; what it holds is told again when its leases end", thread);
      }
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
