package dev.tireless.deliver;

import java.time.Clock;

/** How many were counted within a second: the last whole one, or the running one if more. */
final class Pace {

  private final Clock clock;
  private long second;
  private int running;
  private int last;

  Pace(Clock clock) {
    this.clock = clock;
  }

  synchronized void count() {
    turn();
    running++;
  }

  synchronized int perSecond() {
    turn();
    return Math.max(running, last);
  }

  private void turn() {
    long now = Math.floorDiv(clock.millis(), 1_000L);
    if (now != second) {
      last = now == second + 1 ? running : 0;
      running = 0;
      second = now;
    }
  }
}
