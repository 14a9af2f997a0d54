package dev.tireless.receive;

import dev.tireless.wire.Names;
import java.time.Duration;

/**
 * How a receiver catches up by itself.
 *
 * @param notifier our name for the system that sends; receipts are kept under it
 * @param node this instance among those on our database, at most 64 characters
 * @param graceTime how long a hole may be there before it is asked for; longer than the first gap
 *     of our schedule, or we would ask for what is only on its way
 * @param idleTime how long nothing may be heard before the notifier is asked whether there is more
 * @param retryGap how long something failed is left alone before it is fetched again
 * @param compareAt how long after the end of a day, UTC, it is compared
 * @param lease how long another instance waits for one that went silent
 */
public record CatchUpSettings(
    String notifier,
    String node,
    Duration graceTime,
    Duration idleTime,
    Duration retryGap,
    Duration compareAt,
    Duration lease) {

  private static final int MAX_NODE = 64;

  /**
   * @throws IllegalArgumentException when a value is out of its range; the message names it
   */
  public CatchUpSettings {
    Names.check("notifier", notifier);
    if (node.isBlank() || node.length() > MAX_NODE) {
      throw new IllegalArgumentException("node is 1 to 64 characters, but it is '" + node + "'");
    }
    positive("graceTime", graceTime);
    positive("idleTime", idleTime);
    positive("retryGap", retryGap);
    positive("lease", lease);
    if (compareAt.isNegative() || compareAt.compareTo(Duration.ofDays(1)) >= 0) {
      throw new IllegalArgumentException("compareAt is less than a day, but it is " + compareAt);
    }
  }

  /** 90 s, 5 min, 5 min, 1 h, 1 min. */
  public static CatchUpSettings of(String notifier, String node) {
    return new CatchUpSettings(
        notifier,
        node,
        Duration.ofSeconds(90),
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        Duration.ofHours(1),
        Duration.ofMinutes(1));
  }

  public CatchUpSettings graceTime(Duration time) {
    return new CatchUpSettings(notifier, node, time, idleTime, retryGap, compareAt, lease);
  }

  public CatchUpSettings idleTime(Duration time) {
    return new CatchUpSettings(notifier, node, graceTime, time, retryGap, compareAt, lease);
  }

  public CatchUpSettings retryGap(Duration time) {
    return new CatchUpSettings(notifier, node, graceTime, idleTime, time, compareAt, lease);
  }

  public CatchUpSettings compareAt(Duration time) {
    return new CatchUpSettings(notifier, node, graceTime, idleTime, retryGap, time, lease);
  }

  private static void positive(String what, Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException(what + " must be positive, but it is " + time);
    }
  }
}
