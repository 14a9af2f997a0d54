package dev.tireless.receive;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again, on a thread of its own: each second, and after a failure a little later
 * each time, or when the notifier says. Thread-safe.
 */
public final class CatchUpThread implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CatchUpThread.class);

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final CatchUp catchUp;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "tireless-catch-up");
  private int failures;

  /** One that has not started. */
  public CatchUpThread(CatchUp catchUp) {
    this.catchUp = catchUp;
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** Ends after what it is doing, and lets another instance go on. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closed.await(look().toMillis(), TimeUnit.MILLISECONDS)) {
        log.trace("Looking again");
      }
      catchUp.giveBack();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // The worker loop: whatever happens, it looks again.
  private Duration look() {
    try {
      catchUp.step();
      failures = 0;
      return PAUSE;
    } catch (NotifierException e) {
      return after(e, e.retryAfter());
    } catch (RuntimeException e) {
      return after(e, null);
    }
  }

  private Duration after(RuntimeException e, @Nullable Duration retryAfter) {
    failures++;
    long doubled = PAUSE.toMillis() << Math.min(failures, 6);
    Duration pause = Duration.ofMillis(Math.min(doubled, LONGEST_PAUSE.toMillis()));
    Duration next = retryAfter != null && retryAfter.compareTo(pause) > 0 ? retryAfter : pause;
    log.warn("Could not catch up, next look in {}: {}", next, e.toString());
    return next;
  }
}
