package dev.tireless.deliver;

import dev.tireless.TirelessException;
import dev.tireless.store.Database;
import dev.tireless.store.NodeStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares this node's clock with the database's. Nodes judge each other's leases by their own
 * clocks, so one whose clock is wrong would take what others are about to send. One thread checks;
 * any may ask for the result.
 */
final class ClockWatch {

  private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);
  private static final Duration REMINDER = Duration.ofMinutes(1);

  private final Database database;
  private final NodeStore nodes;
  private final EngineSettings settings;
  private final Clock clock;
  private volatile @Nullable String fault;
  private long remindedAt;

  ClockWatch(Database database, NodeStore nodes, EngineSettings settings, Clock clock) {
    this.database = database;
    this.nodes = nodes;
    this.settings = settings;
    this.clock = clock;
  }

  /** What is wrong with the clock by the last check; null when nothing is. */
  @Nullable String fault() {
    return fault;
  }

  /** Throws when the clocks are too far apart. */
  void require() {
    compare();
    if (fault != null) {
      throw new TirelessException(fault + ". Correct one of them (NTP), and start again");
    }
  }

  /** Complains when the clocks are too far apart, at once and then each minute. */
  void check() {
    boolean wasRight = fault == null;
    compare();
    if (fault == null) {
      if (!wasRight) {
        log.info("The clock of node {} is right again, so it goes on", settings.node());
      }
    } else if (wasRight || System.nanoTime() - remindedAt > REMINDER.toNanos()) {
      remindedAt = System.nanoTime();
      log.error(
          "{}. Until it is corrected (NTP) this node writes, leases and sends nothing; outcomes are"
              + " recorded",
          fault);
    }
  }

  private void compare() {
    ClockOffset offset = database.read("ask for the database's time", this::measure);
    fault = offset.isBeyond(settings.maxClockOffset()) ? describe(offset) : null;
  }

  /** The round trip encloses all else, so that standing still anywhere here proves nothing. */
  private ClockOffset measure(Connection c) throws SQLException {
    long start = System.nanoTime();
    Instant asked = clock.instant();
    Instant answer = nodes.now(c);
    return new ClockOffset(asked, Duration.ofNanos(System.nanoTime() - start), answer);
  }

  private String describe(ClockOffset offset) {
    return "The clock of node %s says %s and its database's says %s, further apart than the %s that are allowed"
        .formatted(settings.node(), offset.node(), offset.database(), settings.maxClockOffset());
  }
}
