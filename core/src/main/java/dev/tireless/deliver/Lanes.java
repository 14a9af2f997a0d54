package dev.tireless.deliver;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One lane per receiver that ever had work on this node, by its internal number; and the budget of
 * what all of them may hold. Thread-safe; two threads that look at the budget at once may exceed it
 * by a batch.
 */
final class Lanes {

  private final Map<Long, Lane> lanes = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final int maxInFlight;

  Lanes(int maxInFlight) {
    this.maxInFlight = maxInFlight;
  }

  Lane of(long receiver) {
    return lanes.computeIfAbsent(receiver, number -> new Lane(inFlight));
  }

  /** How much more a lane may take, by its own limit and by the node's budget. */
  int room(Lane lane, int maxInFlightOfLane) {
    return Math.min(lane.room(maxInFlightOfLane), maxInFlight - inFlight.get());
  }

  /** Nothing due was left in the database, except of these receivers. */
  void caughtUpExcept(Set<Long> receivers) {
    lanes.forEach(
        (receiver, lane) -> {
          if (!receivers.contains(receiver)) {
            lane.setBehind(false);
          }
        });
  }

  /** Whether some lane waits for room to take what is due. */
  boolean isAnyBehind() {
    return lanes.values().stream().anyMatch(Lane::isBehind);
  }

  int inFlight() {
    return inFlight.get();
  }
}
