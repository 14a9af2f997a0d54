package dev.tireless.bench.round;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import tools.jackson.databind.ObjectMapper;

/** A round as a process: an assignment as its argument, a result as the last line it prints. */
public final class RoundProgram {

  /** Probes are at most a minute apart: who has not noticed by now never will. */
  private static final Duration PATIENCE = Duration.ofSeconds(75);

  private RoundProgram() {}

  public static void main(String[] arguments) throws InterruptedException {
    Locale.setDefault(Locale.ROOT);
    endWithTheRunner();
    ObjectMapper json = new ObjectMapper();
    Assignment assignment = json.readValue(arguments[0], Assignment.class);
    Round round = new Round(assignment, Limits.FULL, Clock.systemUTC(), new Random());
    Object result =
        assignment.scenario() == Scenario.RECOVERY ? round.recovery(PATIENCE) : round.throughput();
    System.out.println(json.writeValueAsString(result));
    System.exit(0);
  }

  /** The runner never writes; its end, however it comes, ends the input. */
  private static void endWithTheRunner() {
    Thread watch =
        new Thread(
            () -> {
              awaitEndOfInput();
              Runtime.getRuntime().halt(1);
            },
            "bench-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void awaitEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // Nobody writes.
      }
    } catch (IOException ended) {
      // As good as an end.
    }
  }
}
