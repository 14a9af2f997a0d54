package dev.tireless.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.AttemptReason;
import dev.tireless.DeliveryState;
import dev.tireless.Outcome;
import dev.tireless.deliver.DeliveryPolicy.Standing;
import dev.tireless.schedule.Jitter;
import dev.tireless.schedule.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an outcome means, as a table: where it stands × outcome × time since the window began. */
class DeliveryPolicyTest {

  private static final Instant WINDOW_START = Instant.parse("2026-01-01T00:00:00Z");
  private static final RetrySchedule SCHEDULE = RetrySchedule.parse("1m 5m 10m/1h");

  private final DeliveryPolicy policy = new DeliveryPolicy(new Jitter(() -> 0));

  @ParameterizedTest(name = "{0} with {1} failures, {2} after {3} is {4} until {5}, {6} failures")
  @CsvSource({
    // reason,   failures, outcome, ended, state,    due,    failures after
    "SCHEDULED, 0,  ACKED,     PT1S,   ACKED,     '',     -1",
    "SCHEDULED, 7,  ACKED,     PT2H,   ACKED,     '',     -1",
    "REPLAY,    0,  ACKED,     PT1S,   ACKED,     '',     -1",
    "SCHEDULED, 0,  REFUSED,   PT1S,   REFUSED,   '',     -1",
    "SCHEDULED, 0,  REFUSED,   PT2H,   REFUSED,   '',     -1",
    "SCHEDULED, 0,  FAILED,    PT1S,   PENDING,   PT61S,  1",
    "SCHEDULED, 1,  FAILED,    PT1M,   PENDING,   PT6M,   2",
    "SCHEDULED, 2,  FAILED,    PT6M,   PENDING,   PT16M,  3",
    "SCHEDULED, 3,  FAILED,    PT16M,  PENDING,   PT26M,  4",
    "SCHEDULED, 9,  FAILED,    PT49M,  PENDING,   PT59M,  10",
    "SCHEDULED, 9,  FAILED,    PT50M,  PENDING,   PT1H,   10",
    "SCHEDULED, 9,  FAILED,    PT59M,  PENDING,   PT1H,   10",
    "SCHEDULED, 9,  FAILED,    PT1H,   PENDING,   PT1H,   10",
    "SCHEDULED, 0,  FAILED,    PT90M,  PENDING,   PT1H,   1",
    "SCHEDULED, 0,  GONE,      PT1S,   PENDING,   PT61S,  1",
    "SCHEDULED, 0,  GONE,      PT1H,   PENDING,   PT1H,   1",
    "REPLAY,    0,  FAILED,    PT1S,   PENDING,   PT61S,  0",
    "REPLAY,    0,  FAILED,    PT1H,   PENDING,   PT1H,   0",
    // Retry-After counts where it is longer than the gap, and never past the window.
    "SCHEDULED, 0,  WAIT_10S,  PT1S,   PENDING,   PT61S,  1",
    "SCHEDULED, 0,  WAIT_20M,  PT1S,   PENDING,   PT20M1S, 1",
    "SCHEDULED, 0,  WAIT_20M,  PT50M,  PENDING,   PT1H,   1",
  })
  void decides(
      AttemptReason reason,
      int failures,
      String outcome,
      Duration ended,
      DeliveryState state,
      String due,
      int failuresAfter) {
    Decision decision =
        policy.decide(
            new Standing(reason, failures, WINDOW_START),
            SCHEDULE,
            outcome(outcome),
            WINDOW_START.plus(ended));

    assertThat(decision.state()).isEqualTo(state);
    if (state == DeliveryState.PENDING) {
      Instant dueAt = WINDOW_START.plus(Duration.parse(due));
      assertThat(decision).isEqualTo(new Decision.Retry(dueAt, failuresAfter));
    }
  }

  @Test
  void roundsADueTimeUpToWhatDatabasesKeep() {
    Instant ended = WINDOW_START.plusNanos(1);
    Decision decision =
        policy.decide(
            new Standing(AttemptReason.SCHEDULED, 0, WINDOW_START),
            SCHEDULE,
            outcome("FAILED"),
            ended);

    Instant dueAt = WINDOW_START.plus(Duration.ofMinutes(1)).plusNanos(1_000);
    assertThat(decision).isEqualTo(new Decision.Retry(dueAt, 1));
  }

  private static Outcome outcome(String name) {
    return switch (name) {
      case "ACKED" -> new Outcome.Acked(200, "");
      case "REFUSED" -> new Outcome.Refused(422, "");
      case "GONE" -> new Outcome.Gone(410, "");
      case "WAIT_10S" -> new Outcome.Failed(503, "busy", "", Duration.ofSeconds(10));
      case "WAIT_20M" -> new Outcome.Failed(503, "busy", "", Duration.ofMinutes(20));
      default -> new Outcome.Failed(500, "broken", "", null);
    };
  }
}
