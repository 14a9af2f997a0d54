package dev.tireless.demo.recharge.watch;

import dev.tireless.Attempt;
import dev.tireless.AttemptReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One line of a delivery's history; the duration in milliseconds. */
record AttemptView(
    long number,
    @Nullable AttemptReason reason,
    Instant startedAt,
    long millis,
    String outcome,
    int status,
    String error,
    String excerpt) {

  static AttemptView of(Attempt attempt) {
    return new AttemptView(
        attempt.number(),
        attempt.reason(),
        attempt.startedAt(),
        attempt.duration().toMillis(),
        attempt.outcome(),
        attempt.status(),
        attempt.error(),
        attempt.excerpt());
  }
}
