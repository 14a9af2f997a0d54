package dev.tireless.deliver;

import dev.tireless.AttemptReason;
import dev.tireless.DeliveryState;
import dev.tireless.Outcome;
import dev.tireless.schedule.Jitter;
import dev.tireless.schedule.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What an outcome means: a pure function of where the delivery stands, the outcome and the time.
 * docs/design.md has the schedule and the states.
 *
 * <p>It gives nothing up for its window: the receiver may have been paused meanwhile, and then no
 * window runs. What has no step left is due at the end of its window, and {@link Intake}, which
 * takes it then, knows whether it has ended.
 */
final class DeliveryPolicy {

  static final String WINDOW_ENDED = "WINDOW_ENDED";

  private final Jitter jitter;

  DeliveryPolicy(Jitter jitter) {
    this.jitter = jitter;
  }

  /**
   * Where a delivery stands when its attempt ends.
   *
   * @param reason of the attempt that ended
   * @param failures scheduled failures before it
   * @param windowStart start of the first attempt, or the resume of the receiver when that is later
   */
  record Standing(AttemptReason reason, int failures, Instant windowStart) {

    Instant windowEnd(RetrySchedule schedule) {
      return windowStart.plus(schedule.window());
    }
  }

  Decision decide(Standing standing, RetrySchedule schedule, Outcome outcome, Instant endedAt) {
    if (outcome instanceof Outcome.Acked) {
      return new Decision.Ack();
    }
    if (outcome instanceof Outcome.Refused refused) {
      return new Decision.Park(DeliveryState.REFUSED, "Answered " + refused.status());
    }
    return retry(standing, schedule, retryAfter(outcome), endedAt);
  }

  private Decision retry(
      Standing standing, RetrySchedule schedule, Duration retryAfter, Instant endedAt) {
    Instant windowEnd = standing.windowEnd(schedule);
    boolean scheduled = standing.reason() == AttemptReason.SCHEDULED;
    int failures = standing.failures() + (scheduled ? 1 : 0);
    Instant next = roundedUp(schedule.nextDue(Math.max(1, failures), endedAt, retryAfter, jitter));
    return new Decision.Retry(next.isBefore(windowEnd) ? next : windowEnd, failures);
  }

  /** To the databases' microseconds, and never earlier than promised. */
  private static Instant roundedUp(Instant instant) {
    return instant.plusNanos(999).truncatedTo(ChronoUnit.MICROS);
  }

  private static Duration retryAfter(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed && failed.retryAfter() != null
        ? failed.retryAfter()
        : Duration.ZERO;
  }
}
