package dev.tireless.deliver;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One lane per receiver that ever had work on this node, by its internal number. Thread-safe. */
final class Lanes {

  private final Map<Long, Lane> lanes = new ConcurrentHashMap<>();

  Lane of(long receiver) {
    return lanes.computeIfAbsent(receiver, number -> new Lane());
  }

  int inFlight() {
    return lanes.values().stream().mapToInt(Lane::inFlight).sum();
  }
}
