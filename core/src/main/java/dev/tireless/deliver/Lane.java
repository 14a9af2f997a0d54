package dev.tireless.deliver;

import java.util.concurrent.atomic.AtomicInteger;

/** How much of one receiver's this node holds. Thread-safe. */
final class Lane {

  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger allLanes;
  private volatile boolean behind;

  /**
   * An empty lane.
   *
   * @param allLanes counts what all lanes of the node hold
   */
  Lane(AtomicInteger allLanes) {
    this.allLanes = allLanes;
  }

  int room(int maxInFlight) {
    return maxInFlight - inFlight.get();
  }

  void enter() {
    inFlight.incrementAndGet();
    allLanes.incrementAndGet();
  }

  void leave() {
    inFlight.decrementAndGet();
    allLanes.decrementAndGet();
  }

  /**
   * Whether some of the receiver's due deliveries were left in the database. Until they are taken,
   * nothing new may overtake them.
   */
  boolean isBehind() {
    return behind;
  }

  void setBehind(boolean behind) {
    this.behind = behind;
  }
}
