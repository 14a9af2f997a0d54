package dev.tireless.demo.story.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition by asking for it again and again. */
public final class Await {

  private static final Duration PAUSE = Duration.ofMillis(20);

  private Await() {}

  /** The condition did not come true in time. */
  public static final class InVainException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InVainException(String what, Duration deadline) {
      super("Waited " + deadline.toSeconds() + " s in vain: " + what);
    }
  }

  /**
   * Returns as soon as the condition holds.
   *
   * @param what is waited for, for the message
   * @throws InVainException when it does not hold before the deadline
   */
  public static void until(String what, Duration deadline, BooleanSupplier condition) {
    long end = System.nanoTime() + deadline.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new InVainException(what, deadline);
      }
      pause(PAUSE);
    }
  }

  /** Lets that much time pass, or less when the thread is interrupted. */
  public static void pause(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }
}
