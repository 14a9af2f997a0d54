package dev.tireless.bench.load;

import dev.tireless.bench.measure.Latency;
import dev.tireless.bench.measure.Micros;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that announce messages until they are stopped.
 *
 * <p>The time until a message is durable counts from when it was due, so a system that stalls is
 * charged for what had to wait (no coordinated omission). With a saturating pace a message is due
 * when its thread is free: that is the time of a closed loop.
 */
public final class Load {

  private static final Logger log = LoggerFactory.getLogger(Load.class);
  private static final int STOP_SECONDS = 60;

  private final Sink sink;
  private final Shape shape;
  private final Pace pace;
  private final Clock clock;
  private final Backlog backlog;
  private final AtomicLong started = new AtomicLong();
  private final LongAdder durable = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final Semaphore outstanding;
  private final Histogram untilDurable = new ConcurrentHistogram(3);
  private final List<Thread> threads;
  private volatile boolean running = true;

  /** Takes the load. */
  @FunctionalInterface
  public interface Sink {
    /** Makes the message durable; the stage completes when it is. May block instead. */
    CompletionStage<?> announce(Message message) throws Exception;
  }

  /**
   * How a load presses.
   *
   * @param threads that announce
   * @param outstanding how many announcements may wait for their commit at one time
   * @param receivers that get messages in turn
   */
  public record Shape(int threads, int outstanding, int receivers) {}

  /** A load that has not started. */
  public Load(Sink sink, Shape shape, Pace pace, Clock clock, Backlog backlog) {
    this.sink = sink;
    this.shape = shape;
    this.pace = pace;
    this.clock = clock;
    this.backlog = backlog;
    this.outstanding = new Semaphore(shape.outstanding());
    this.threads =
        IntStream.range(0, shape.threads())
            .mapToObj(i -> new Thread(this::run, "bench-load-" + i))
            .toList();
  }

  public void start() {
    threads.forEach(Thread::start);
  }

  /** Stops and waits until everything that was begun is durable or failed. */
  public void stop() throws InterruptedException {
    running = false;
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    }
    if (!outstanding.tryAcquire(shape.outstanding(), STOP_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The load did not end within " + STOP_SECONDS + " s");
    }
  }

  /** Messages that are durable. */
  public long durable() {
    return durable.sum();
  }

  /** Messages that could not be announced. */
  public long failed() {
    return failed.sum();
  }

  /** Latencies start anew; the counts go on. */
  public void forget() {
    untilDurable.reset();
  }

  /** From when a message was due until it was durable. */
  public Latency untilDurable() {
    return Latency.of(untilDurable);
  }

  private void run() {
    try {
      while (running) {
        outstanding.acquire();
        next();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void next() throws InterruptedException {
    long number = backlog.enter();
    long late = pace.await(started.getAndIncrement());
    long due = System.nanoTime() - late;
    Message message = message(number, late);
    try {
      sink.announce(message).whenComplete((done, error) -> ended(due, error));
    } catch (Exception e) {
      ended(due, e);
    }
  }

  private Message message(long number, long late) {
    long dueMicros = Micros.of(clock.instant()) - late / 1000;
    return new Message(number, dueMicros, (int) (number % shape.receivers()));
  }

  private void ended(long due, @Nullable Throwable error) {
    if (error == null) {
      untilDurable.recordValue((System.nanoTime() - due) / 1000);
      durable.increment();
    } else {
      failed.increment();
      backlog.fail();
      log.warn("Could not announce a message", error);
    }
    outstanding.release();
  }
}
