package dev.tireless.bench.round;

import dev.tireless.bench.contestant.Stage;
import dev.tireless.bench.contestant.TirelessSubmit;
import dev.tireless.bench.contestant.Waiting;
import dev.tireless.bench.measure.Micros;
import dev.tireless.bench.receiver.Facts;
import dev.tireless.bench.receiver.ReceiverControl;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Much waits for a receiver that is down; it comes up. The schedule's first gap is ten minutes, so
 * what arrives soon arrives because the engine noticed.
 */
final class RecoveryRound {

  private static final int REPORT_SECONDS = 5;

  private final Assignment assignment;
  private final Stage stage;
  private final ReceiverControl receiver;
  private final Progress progress;
  private final Duration patience;

  /**
   * A round that has not begun.
   *
   * @param patience how long nothing may arrive before it gives up
   */
  RecoveryRound(
      Assignment assignment,
      Stage stage,
      ReceiverControl receiver,
      Progress progress,
      Duration patience) {
    this.assignment = assignment;
    this.stage = stage;
    this.receiver = receiver;
    this.progress = progress;
    this.patience = patience;
  }

  Recovery play() throws InterruptedException {
    receiver.down(Stage.path(0));
    progress.say("putting %,d deliveries".formatted(assignment.waiting()));
    try (TirelessSubmit tireless =
        new TirelessSubmit(stage, new Waiting(0, assignment.waiting()))) {
      progress.say("receiver down for %d s".formatted(assignment.times().window().toSeconds()));
      TimeUnit.NANOSECONDS.sleep(assignment.times().window().toNanos());
      Facts before = receiver.facts();
      long up = Micros.of(stage.clock().instant());
      receiver.up(Stage.path(0));
      progress.say("receiver up; %,d attempts were refused".formatted(before.refused()));
      awaitAll();
      return recovery(before, up, tireless.mostInFlight());
    }
  }

  private Recovery recovery(Facts before, long upMicros, int mostInFlight) {
    Facts after = receiver.facts();
    return new Recovery(
        assignment.waiting(),
        before.refused(),
        (after.firstAckMicros() - upMicros) / 1000,
        (after.lastAckMicros() - after.firstAckMicros()) / 1000,
        after.acked(),
        after.duplicates() + after.refused() - before.refused(),
        after.stepsBack(),
        after.longestStepBack(),
        mostInFlight,
        assignment.connections());
  }

  private void awaitAll() throws InterruptedException {
    long acked = 0;
    long heard = System.nanoTime();
    long said = heard;
    while (acked < assignment.waiting() && System.nanoTime() - heard < patience.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(20);
      long now = receiver.acked();
      if (now > acked) {
        acked = now;
        heard = System.nanoTime();
      }
      if (secondsSince(said) >= REPORT_SECONDS) {
        said = System.nanoTime();
        progress.say("%,d delivered".formatted(acked));
      }
    }
  }

  private static long secondsSince(long nanos) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - nanos);
  }
}
