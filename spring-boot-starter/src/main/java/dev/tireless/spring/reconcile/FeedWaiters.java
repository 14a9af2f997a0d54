package dev.tireless.spring.reconcile;

import dev.tireless.reconcile.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Receivers that wait for something new. None of them holds a thread: one look at the watermarks of
 * all of them, five times in a second, only while somebody waits. When the application stops, all
 * are answered at once: the web server, which stops later, would wait for them. Thread-safe.
 */
final class FeedWaiters implements SmartLifecycle, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FeedWaiters.class);

  private static final int MOST_OF_ONE = 4;
  private static final int MOST = 1_000;
  private static final int THREADS = 2;
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final Function<Set<Caller>, Map<Caller, Long>> watermarks;
  private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
  private final ScheduledThreadPoolExecutor threads =
      new ScheduledThreadPoolExecutor(THREADS, FeedWaiters::thread);
  private @Nullable ScheduledFuture<?> looking;
  private boolean running;

  /**
   * @param watermarks the newest numbers of receivers
   */
  FeedWaiters(Function<Set<Caller>, Map<Caller, Long>> watermarks) {
    this.watermarks = watermarks;
  }

  private record Waiter(Caller caller, long after, long endNanos, CompletableFuture<Boolean> end) {

    private boolean isOfTheSameReceiver(Waiter other) {
      return caller.tenant().equals(other.caller.tenant())
          && caller.receiver().equals(other.caller.receiver());
    }
  }

  /**
   * Completes when there is something behind that number, or the time is over, or newer questions
   * of the receiver wait, whatever comes first.
   *
   * @param answer made on a thread of this
   * @throws ProblemException when too many wait
   */
  <T> CompletableFuture<T> await(Caller caller, long after, Duration longest, Supplier<T> answer) {
    Waiter waiter =
        new Waiter(caller, after, System.nanoTime() + longest.toNanos(), new CompletableFuture<>());
    add(waiter);
    return waiter.end().thenApplyAsync(end -> answer.get(), threads);
  }

  @Override
  public synchronized void start() {
    running = true;
  }

  @Override
  public synchronized void stop() {
    running = false;
    waiters.forEach(this::end);
  }

  @Override
  public synchronized boolean isRunning() {
    return running;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** Of one receiver the oldest makes room: whoever asked it may have hung up long ago. */
  private synchronized void add(Waiter waiter) {
    List<Waiter> mine = waiters.stream().filter(waiter::isOfTheSameReceiver).toList();
    if (mine.size() >= MOST_OF_ONE) {
      end(mine.get(0));
    }
    if (waiters.size() >= MOST) {
      throw ProblemException.tooMany(
          "At most %d questions of all receivers wait at one time".formatted(MOST), 1);
    }
    if (!running) {
      waiter.end().complete(true);
      return;
    }
    waiters.add(waiter);
    if (looking == null || looking.isDone()) {
      looking =
          threads.scheduleWithFixedDelay(
              this::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  // The worker loop: one failed look must not be the last.
  private void look() {
    try {
      Map<Caller, Long> newest =
          watermarks.apply(waiters.stream().map(Waiter::caller).collect(Collectors.toSet()));
      waiters.stream()
          .filter(w -> newest.getOrDefault(w.caller(), 0L) > w.after())
          .forEach(this::end);
    } catch (Throwable e) {
      log.warn("Could not look for what receivers wait for", e);
    }
    waiters.stream().filter(w -> w.endNanos() - System.nanoTime() <= 0).forEach(this::end);
    rest();
  }

  private void end(Waiter waiter) {
    waiters.remove(waiter);
    waiter.end().complete(true);
  }

  private synchronized void rest() {
    if (waiters.isEmpty() && looking != null) {
      looking.cancel(false);
      looking = null;
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "tireless-feed");
    thread.setDaemon(true);
    return thread;
  }
}
