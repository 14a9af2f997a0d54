package dev.tireless.deliver;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One lane per receiver that ever had work on this node, by its internal number; and the budget of
 * what all of them may hold. Thread-safe; two threads that look at the budget at once may exceed it
 * by a batch.
 */
final class Lanes {

  private final Map<Long, Lane> lanes = new ConcurrentHashMap<>();
  private final AtomicInteger held = new AtomicInteger();
  private final int maxHeld;
  private final Clock clock;
  private final NodeShare share;
  private volatile @Nullable Set<Long> lastBehind;

  /**
   * No lanes yet.
   *
   * @param maxHeld the budget
   */
  Lanes(int maxHeld, Clock clock, NodeShare share) {
    this.maxHeld = maxHeld;
    this.clock = clock;
    this.share = share;
  }

  Lane of(long receiver) {
    return lanes.computeIfAbsent(receiver, this::newLane);
  }

  /** Until somebody has looked, all of them may be behind. */
  private Lane newLane(long receiver) {
    Set<Long> known = lastBehind;
    return new Lane(held, known == null || known.contains(receiver), clock, share);
  }

  /** How much more a lane may take, by its own limit and by the node's budget. */
  int room(Lane lane, int maxInFlight) {
    return Math.min(lane.room(maxInFlight), maxHeld - held.get());
  }

  /** Nothing due was left in the database, except of these receivers. */
  void caughtUpExcept(Set<Long> receivers) {
    lastBehind = receivers;
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

  /** Takes out everything that was not started. */
  List<Leased> unsent() {
    List<Leased> unsent = new ArrayList<>();
    for (Lane lane : lanes.values()) {
      for (Leased next = lane.poll(); next != null; next = lane.poll()) {
        unsent.add(next);
      }
    }
    return unsent;
  }

  int held() {
    return held.get();
  }
}
