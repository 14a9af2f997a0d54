package dev.tireless.deliver;

import java.util.concurrent.atomic.AtomicInteger;

/** How much is in flight to one receiver from this node. Thread-safe. */
final class Lane {

  private final AtomicInteger inFlight = new AtomicInteger();

  int room(int maxInFlight) {
    return maxInFlight - inFlight.get();
  }

  void enter() {
    inFlight.incrementAndGet();
  }

  void leave() {
    inFlight.decrementAndGet();
  }

  int inFlight() {
    return inFlight.get();
  }
}
