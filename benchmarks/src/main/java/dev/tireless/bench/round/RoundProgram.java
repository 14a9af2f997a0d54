package dev.tireless.bench.round;

import dev.tireless.bench.contestant.Contestant;
import dev.tireless.bench.contestant.HandWritten;
import dev.tireless.bench.contestant.Stage;
import dev.tireless.bench.contestant.TirelessInTransaction;
import dev.tireless.bench.contestant.TransactionOutboxLibrary;
import dev.tireless.bench.load.Load;
import dev.tireless.bench.measure.Meter;
import dev.tireless.bench.receiver.ReceiverControl;
import dev.tireless.wire.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Locale;
import tools.jackson.databind.ObjectMapper;

/** A round as a process: an assignment as its argument, a result as the last line it prints. */
public final class RoundProgram {

  private RoundProgram() {}

  public static void main(String[] arguments) throws InterruptedException {
    Locale.setDefault(Locale.ROOT);
    ObjectMapper json = new ObjectMapper();
    Result result = play(json.readValue(arguments[0], Assignment.class));
    System.out.println(json.writeValueAsString(result));
    System.exit(0);
  }

  /** Plays it in this process. */
  static Result play(Assignment assignment) throws InterruptedException {
    Clock clock = Clock.systemUTC();
    ReceiverControl receiver = new ReceiverControl(assignment.receiverPort());
    Stage stage =
        new Stage(
            assignment.database(),
            receiver.url("/r/0"),
            Secret.generate(new SecureRandom()),
            true,
            clock,
            new java.util.Random());
    try (Contestant contestant = contestant(assignment.entrant(), stage)) {
      Meter meter =
          new Meter(receiver::acked, receiver.facts().pid(), assignment.database().server());
      return new ThroughputRound(
              assignment,
              contestant,
              receiver,
              new Load.Shape(Stage.BUSINESS_THREADS, Stage.BUSINESS_THREADS),
              meter,
              clock,
              new Progress())
          .play();
    }
  }

  private static Contestant contestant(Entrant entrant, Stage stage) {
    return switch (entrant) {
      case OURS -> new TirelessInTransaction(stage);
      case HANDWRITTEN -> new HandWritten(stage);
      case OUTBOX -> new TransactionOutboxLibrary(stage);
    };
  }
}
