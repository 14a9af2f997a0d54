package dev.tireless.receive;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether a look goes on, and whether it may wait in between. */
interface Pace {

  /** Goes on to the end, and never waits. */
  Pace UNHURRIED =
      new Pace() {
        @Override
        public boolean isOver() {
          return false;
        }

        @Override
        public boolean pause(Duration time) {
          return false;
        }
      };

  /** Goes on to the end, and waits when it must. */
  Pace PATIENT =
      new Pace() {
        @Override
        public boolean isOver() {
          return false;
        }

        @Override
        public boolean pause(Duration time) {
          try {
            return !new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
          }
        }
      };

  /** Whether to end as soon as what is begun is whole. */
  boolean isOver();

  /** Waits; false when it does not, or not to the end. */
  boolean pause(Duration time);
}
