package dev.tireless.deliver;

import java.time.Duration;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A step that may fail without hindering the others: the catch-all of the engine's loops. After a
 * failure it rests, at first as long as a poll, doubling to 5 s. For one thread.
 */
final class GuardedStep {

  private static final Logger log = LoggerFactory.getLogger(GuardedStep.class);
  private static final Duration LONGEST_REST = Duration.ofSeconds(5);

  private final String name;
  private final IntSupplier step;
  private final Duration firstRest;
  private Duration rest;
  private long restsUntil = System.nanoTime();

  GuardedStep(String name, IntSupplier step, Duration firstRest) {
    this.name = name;
    this.step = step;
    this.firstRest = firstRest;
    this.rest = firstRest;
  }

  /** Tells how much was done; 0 when it rests or fails. */
  int run() {
    if (System.nanoTime() - restsUntil < 0) {
      return 0;
    }
    try {
      int done = step.getAsInt();
      rest = firstRest;
      return done;
    } catch (RuntimeException | Error e) {
      log.error(
          "The step '{}' failed; nothing is lost, and it is tried again in {}", name, rest, e);
      restsUntil = System.nanoTime() + rest.toNanos();
      rest = longer(rest);
      return 0;
    }
  }

  private static Duration longer(Duration rest) {
    Duration doubled = rest.multipliedBy(2);
    return doubled.compareTo(LONGEST_REST) < 0 ? doubled : LONGEST_REST;
  }
}
