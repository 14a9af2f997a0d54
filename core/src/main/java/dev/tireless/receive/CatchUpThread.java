package dev.tireless.receive;

import dev.tireless.TirelessException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again, on a thread of its own: each second, and after a failure a little later
 * each time, or when the notifier says, but within an hour. Thread-safe.
 */
public final class CatchUpThread implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CatchUpThread.class);

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_OBEYED = Duration.ofHours(1);

  private final CatchUp catchUp;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Pace pace = new UntilClosed();
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

  /** Ends behind the item that is being applied, and lets another instance go on. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // The worker loop: whatever happens, it looks again.
  private void run() {
    while (!pace.isOver()) {
      pace.pause(look());
    }
    giveBack();
  }

  private Duration look() {
    try {
      catchUp.step(pace);
      failures = 0;
      return PAUSE;
    } catch (NotifierException e) {
      return e.retryAfter() == null ? later(e) : asTold(e, e.retryAfter());
    } catch (RuntimeException | Error e) {
      return later(e);
    }
  }

  private void giveBack() {
    try {
      catchUp.giveBack();
    } catch (TirelessException e) {
      log.warn("Another instance must wait for the end of our lease: {}", e.toString());
    }
  }

  private static Duration asTold(NotifierException e, Duration retryAfter) {
    Duration next = retryAfter.compareTo(PAUSE) < 0 ? PAUSE : retryAfter;
    next = next.compareTo(LONGEST_OBEYED) > 0 ? LONGEST_OBEYED : next;
    log.info("The notifier wants to be left alone, next look in {}: {}", next, e.toString());
    return next;
  }

  private Duration later(Throwable e) {
    failures++;
    long doubled = PAUSE.toMillis() << Math.min(failures, 6);
    Duration next = Duration.ofMillis(Math.min(doubled, LONGEST_PAUSE.toMillis()));
    log.warn("Could not catch up, next look in {}: {}", next, e.toString());
    return next;
  }

  /** Until it is closed. */
  private final class UntilClosed implements Pace {

    @Override
    public boolean isOver() {
      return closed.getCount() == 0;
    }

    @Override
    public boolean pause(Duration time) {
      try {
        return !closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        // Nobody interrupts this thread on purpose: a handler left that behind.
        log.debug("A pause was interrupted", e);
        return false;
      }
    }
  }
}
