package dev.tireless.bench.load;

import java.util.concurrent.locks.LockSupport;

/** When the next message is due. Thread-safe. */
public sealed interface Pace {

  /**
   * Waits until the message is due.
   *
   * @param number of the message within this load, from 0
   * @return how many nanoseconds ago it was due: 0 unless the load is late
   */
  long await(long number);

  /** As fast as the system under test takes them: a closed loop. */
  record Saturating() implements Pace {
    @Override
    public long await(long number) {
      return 0;
    }
  }

  /**
   * By a timetable that does not wait for the system under test: an open loop.
   *
   * @param startNanos of {@link System#nanoTime()}
   * @param perSecond how many are due in a second
   */
  record Timetable(long startNanos, int perSecond) implements Pace {

    private static final long SECOND = 1_000_000_000L;

    public static Timetable fromNow(int perSecond) {
      return new Timetable(System.nanoTime(), perSecond);
    }

    @Override
    public long await(long number) {
      long due = startNanos + number * SECOND / perSecond;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
        if (Thread.currentThread().isInterrupted()) {
          return 0;
        }
      }
      return System.nanoTime() - due;
    }
  }
}
