package dev.tireless.deliver;

import java.time.Duration;
import java.time.Instant;

/**
 * How far this node's clock is ahead of the database's, as one question tells. The database read
 * its clock somewhere within the round trip, so the middle of it is taken, and half of it allowed
 * for: a slow answer proves nothing.
 *
 * @param asked this node's time when it asked
 * @param roundTrip until it had the answer, by a clock that nobody sets
 * @param database the database's time in the answer
 */
record ClockOffset(Instant asked, Duration roundTrip, Instant database) {

  /** This node's time when the database, presumably, read its own. */
  Instant node() {
    return asked.plus(allowance());
  }

  /** Negative when this node's clock is behind. */
  Duration ahead() {
    return Duration.between(database, node());
  }

  /** Whether the clocks are further apart than that, however the round trip was divided. */
  boolean isBeyond(Duration max) {
    return ahead().abs().compareTo(max.plus(allowance())) > 0;
  }

  private Duration allowance() {
    return roundTrip.dividedBy(2);
  }
}
