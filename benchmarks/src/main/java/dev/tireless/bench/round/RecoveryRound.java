package dev.tireless.bench.round;

import dev.tireless.bench.contestant.Stage;
import dev.tireless.bench.contestant.TirelessSubmit;
import dev.tireless.bench.contestant.Waiting;
import dev.tireless.bench.measure.Micros;
import dev.tireless.bench.receiver.Facts;
import dev.tireless.bench.receiver.ReceiverControl;
import java.util.concurrent.TimeUnit;

/**
 * Much waits for a receiver that is down; it comes up. The schedule's first gap is ten minutes, so
 * what arrives soon arrives because the engine noticed.
 */
final class RecoveryRound {

  /** The longest gap between two probes is 60 s; who has not noticed by now never will. */
  private static final int NOTICED_SECONDS = 75;

  private static final int DEADLINE_SECONDS = 300;
  private static final int REPORT_SECONDS = 5;

  private final Assignment assignment;
  private final Stage stage;
  private final ReceiverControl receiver;
  private final Progress progress;

  RecoveryRound(Assignment assignment, Stage stage, ReceiverControl receiver, Progress progress) {
    this.assignment = assignment;
    this.stage = stage;
    this.receiver = receiver;
    this.progress = progress;
  }

  Recovery play() throws InterruptedException {
    receiver.down(Stage.path(0));
    progress.say("putting %,d deliveries".formatted(assignment.waiting()));
    try (TirelessSubmit tireless =
        new TirelessSubmit(stage, new Waiting(0, assignment.waiting()))) {
      progress.say("receiver down for %d s".formatted(assignment.times().seconds()));
      TimeUnit.SECONDS.sleep(assignment.times().seconds());
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
    long start = System.nanoTime();
    long said = start;
    for (long acked = 0; acked < assignment.waiting(); acked = receiver.acked()) {
      if (secondsSince(start) > (acked == 0 ? NOTICED_SECONDS : DEADLINE_SECONDS)) {
        progress.say("gave up waiting with %,d delivered".formatted(acked));
        return;
      }
      TimeUnit.MILLISECONDS.sleep(20);
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
