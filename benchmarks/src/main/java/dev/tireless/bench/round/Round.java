package dev.tireless.bench.round;

import dev.tireless.bench.contestant.Contestant;
import dev.tireless.bench.contestant.HandWritten;
import dev.tireless.bench.contestant.PlainQueue;
import dev.tireless.bench.contestant.Stage;
import dev.tireless.bench.contestant.TirelessInTransaction;
import dev.tireless.bench.contestant.TirelessIngest;
import dev.tireless.bench.contestant.TirelessSubmit;
import dev.tireless.bench.contestant.TransactionOutboxLibrary;
import dev.tireless.bench.contestant.Waiting;
import dev.tireless.bench.load.Backlog;
import dev.tireless.bench.load.Load;
import dev.tireless.bench.measure.Meter;
import dev.tireless.bench.receiver.ReceiverControl;
import dev.tireless.schedule.RetrySchedule;
import dev.tireless.wire.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** Sets the stage for an assignment and plays it in this process. */
final class Round {

  /** Threads that only hand over need not be many; what they handed over may be. */
  private static final int SUBMITTERS = 4;

  /** Tries again after 5 s, as the baselines do. */
  private static final RetrySchedule SOON = RetrySchedule.standardWebhooks();

  /** What arrives within a run arrives because the engine noticed, not because it was time. */
  private static final RetrySchedule MUCH_LATER = RetrySchedule.parse("10m 30m 2h/24h");

  private final Assignment assignment;
  private final ReceiverControl receiver;
  private final Stage stage;
  private final Limits limits;
  private final Progress progress = new Progress();

  Round(Assignment assignment, Limits limits, Clock clock, RandomGenerator random) {
    this.assignment = assignment;
    this.limits = limits;
    this.receiver = new ReceiverControl(assignment.receiverPort());
    this.stage =
        new Stage(
            assignment.database(),
            assignment.receiverPort(),
            Secret.generate(new SecureRandom()),
            assignment.receivers(),
            assignment.connections(),
            assignment.scenario() == Scenario.RECOVERY ? MUCH_LATER : SOON,
            assignment.scenario() == Scenario.PUBLISH_TX,
            clock,
            random);
  }

  Result throughput() throws InterruptedException {
    if (assignment.entrant() == Entrant.ONE_DEAD) {
      receiver.down(Stage.path(dead()));
    }
    try (Contestant contestant = contestant()) {
      Meter meter =
          new Meter(
              receiver::acked,
              receiver.facts().pid(),
              assignment.database().server(),
              assignment.broker() == null
                  ? OptionalLong.empty()
                  : OptionalLong.of(assignment.broker().pid()));
      return new ThroughputRound(
              assignment,
              contestant,
              receiver,
              shape(),
              new Backlog(shape().outstanding() + limits.unacked()),
              meter,
              stage.clock(),
              progress)
          .play();
    }
  }

  /**
   * Plays it as a recovery.
   *
   * @param patience how long nothing may arrive before it gives up
   */
  Recovery recovery(Duration patience) throws InterruptedException {
    return new RecoveryRound(assignment, stage, receiver, progress, patience).play();
  }

  private Contestant contestant() {
    return switch (assignment.entrant()) {
      case OURS -> ours();
      case ALL_WELL, ALL_WELL_AGAIN -> new TirelessSubmit(stage, null);
      case ONE_DEAD -> new TirelessSubmit(stage, new Waiting(dead(), assignment.waiting()));
      case HANDWRITTEN -> new HandWritten(stage);
      case OUTBOX -> new TransactionOutboxLibrary(stage);
      case PLAIN -> new PlainQueue(stage, nameServer());
    };
  }

  private Contestant ours() {
    if (assignment.broker() != null) {
      return new TirelessIngest(stage, nameServer());
    }
    return stage.business() ? new TirelessInTransaction(stage) : new TirelessSubmit(stage, null);
  }

  private String nameServer() {
    return Objects.requireNonNull(assignment.broker(), "broker").nameServer();
  }

  private Load.Shape shape() {
    return switch (assignment.entrant()) {
      case HANDWRITTEN, OUTBOX -> waitingForCommits();
      case OURS -> stage.business() ? waitingForCommits() : handingOver(stage.receivers());
      case PLAIN -> handingOver(stage.receivers());
      case ALL_WELL, ONE_DEAD, ALL_WELL_AGAIN -> handingOver(dead());
    };
  }

  private Load.Shape waitingForCommits() {
    return new Load.Shape(Stage.BUSINESS_THREADS, Stage.BUSINESS_THREADS, stage.receivers());
  }

  private Load.Shape handingOver(int receivers) {
    return new Load.Shape(SUBMITTERS, limits.outstanding(), receivers);
  }

  /** The last receiver; the load goes to those before it, whether it is dead or not. */
  private int dead() {
    return stage.receivers() - 1;
  }
}
