package dev.tireless.deliver;

import dev.tireless.AttemptReason;
import dev.tireless.Outcome;
import dev.tireless.deliver.FailuresInRow.Failure;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one receiver answered to this node lately, as far as it bears on its health. It is kept in
 * memory alone: only what changes the receiver's health is written, so that a healthy receiver's
 * row is never touched. Thread-safe.
 */
final class Answers {

  private FailuresInRow row = FailuresInRow.NONE;
  private boolean judged;
  private @Nullable FailedProbe failedProbe;
  private int width = 1;

  /**
   * A probe of this node that ended without an ack.
   *
   * @param leasedUntil which probe it was
   */
  record FailedProbe(Instant leasedUntil, Instant endedAt) {}

  /** An attempt ended; tells whether there are failures now that no ack has followed. */
  synchronized boolean ended(Finished finished) {
    AttemptReason reason = finished.leased().row().reason();
    Instant at = finished.endedAt().truncatedTo(ChronoUnit.MICROS);
    row = row.asOf(at);
    if (isAnswer(finished.outcome())) {
      row = row.acked(at);
      width += reason == AttemptReason.DRAIN ? 1 : 0;
    } else {
      failed(finished, reason, at);
    }
    return !row.isEmpty();
  }

  private void failed(Finished finished, AttemptReason reason, Instant at) {
    judged = false;
    Instant firstTriedAt = Objects.requireNonNull(finished.leased().row().windowStart());
    row = row.failed(finished.leased().row().seq(), new Failure(at, firstTriedAt));
    if (reason == AttemptReason.DRAIN) {
      width = Math.max(1, width / 2);
    } else if (reason == AttemptReason.PROBE) {
      Instant until = Objects.requireNonNull(finished.leased().row().leasedUntil());
      failedProbe = new FailedProbe(until, at);
    }
  }

  /** A refusal is an answer too: the receiver is there, and it has understood. */
  private static boolean isAnswer(Outcome outcome) {
    return outcome instanceof Outcome.Acked
        || outcome instanceof Outcome.Sent
        || outcome instanceof Outcome.Refused;
  }

  synchronized FailuresInRow row() {
    return row;
  }

  synchronized @Nullable Instant lastAckAt() {
    return row.lastAckAt();
  }

  /** Whether the failures may mean something, and nobody has looked at them yet. */
  synchronized boolean isSuspect(Instant now) {
    return !judged && HealthPolicy.isSuspect(row, now);
  }

  /** These failures were looked at; without another there is nothing to see. */
  synchronized void judged(FailuresInRow seen) {
    judged = seen.equals(row);
  }

  synchronized @Nullable FailedProbe failedProbe() {
    return failedProbe;
  }

  /** The receiver's health knows of this one now, or does not care. */
  synchronized void told(FailedProbe probe) {
    failedProbe = probe.equals(failedProbe) ? null : failedProbe;
  }

  /** How many of a drain may be in flight: one more for each ack, half as many after a failure. */
  synchronized int width() {
    return width;
  }

  synchronized void startDrain() {
    width = 1;
  }
}
