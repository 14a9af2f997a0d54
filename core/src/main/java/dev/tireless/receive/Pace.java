package dev.tireless.receive;

import java.time.Duration;

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

  /** Whether to end as soon as what is begun is whole. */
  boolean isOver();

  /** Waits; false when it does not, or not to the end. */
  boolean pause(Duration time);
}
