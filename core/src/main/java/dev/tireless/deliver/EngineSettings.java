package dev.tireless.deliver;

import dev.tireless.Receiver;
import java.time.Duration;

/**
 * How an engine runs.
 *
 * @param node name of this engine, unique among those on one database, at most 64 characters
 * @param lease how long a delivery is held for an attempt; longer than the longest exchange
 * @param pollInterval how often the database is asked when nobody wakes the engine
 * @param graceTime how long {@code close()} waits for what is in flight
 * @param maxHeld the most deliveries that are held in memory, of all receivers together; what is
 *     more waits in the database
 * @param maxClockOffset how far this node's clock may be from the database's; beyond it the engine
 *     does not start, or takes nothing new until the clock is right again
 */
public record EngineSettings(
    String node,
    Duration lease,
    Duration pollInterval,
    Duration graceTime,
    int maxHeld,
    Duration maxClockOffset) {

  public EngineSettings {
    if (node.isBlank() || node.length() > 64) {
      throw new IllegalArgumentException("A node's name is 1 to 64 characters, not '" + node + "'");
    }
    if (lease.compareTo(Receiver.MAX_EXCHANGE_TIMEOUT) <= 0) {
      throw new IllegalArgumentException(
          "A lease must outlast the longest exchange, "
              + Receiver.MAX_EXCHANGE_TIMEOUT
              + ", but it is "
              + lease);
    }
    if (pollInterval.isNegative() || pollInterval.isZero() || graceTime.isNegative()) {
      throw new IllegalArgumentException(
          "pollInterval must be positive and graceTime not negative, but they are "
              + pollInterval
              + " and "
              + graceTime);
    }
    if (maxHeld < 1) {
      throw new IllegalArgumentException("maxHeld must be positive, but it is " + maxHeld);
    }
    if (maxClockOffset.isNegative() || maxClockOffset.isZero()) {
      throw new IllegalArgumentException(
          "maxClockOffset must be positive, but it is " + maxClockOffset);
    }
  }

  /** Lease 45 s, poll every 200 ms, 15 s of grace, 20,000 held, clocks at most 5 s apart. */
  public static EngineSettings of(String node) {
    return new EngineSettings(
        node,
        Duration.ofSeconds(45),
        Duration.ofMillis(200),
        Duration.ofSeconds(15),
        20_000,
        Duration.ofSeconds(5));
  }

  public EngineSettings lease(Duration lease) {
    return new EngineSettings(node, lease, pollInterval, graceTime, maxHeld, maxClockOffset);
  }

  public EngineSettings pollInterval(Duration pollInterval) {
    return new EngineSettings(node, lease, pollInterval, graceTime, maxHeld, maxClockOffset);
  }

  public EngineSettings graceTime(Duration graceTime) {
    return new EngineSettings(node, lease, pollInterval, graceTime, maxHeld, maxClockOffset);
  }

  public EngineSettings maxHeld(int maxHeld) {
    return new EngineSettings(node, lease, pollInterval, graceTime, maxHeld, maxClockOffset);
  }

  public EngineSettings maxClockOffset(Duration maxClockOffset) {
    return new EngineSettings(node, lease, pollInterval, graceTime, maxHeld, maxClockOffset);
  }
}
