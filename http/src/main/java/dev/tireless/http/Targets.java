package dev.tireless.http;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Takes each receiver's url apart once, not at every attempt. Thread-safe. */
final class Targets {

  /** More than that are forgotten: urls change, and nobody tells us which are no longer used. */
  private static final int MOST = 10_000;

  private final Map<URI, Target> known = new ConcurrentHashMap<>();

  /**
   * As {@link Target#of}.
   *
   * @throws IllegalArgumentException if it cannot be called
   */
  Target of(URI url) {
    Target target = known.get(url);
    if (target == null) {
      if (known.size() >= MOST) {
        known.clear();
      }
      target = Target.of(url);
      known.put(url, target);
    }
    return target;
  }
}
