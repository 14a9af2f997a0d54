package dev.tireless.bench;

import dev.tireless.bench.report.Machine;
import dev.tireless.bench.report.Report;
import dev.tireless.bench.report.ReportFiles;
import dev.tireless.bench.round.Entrant;
import dev.tireless.bench.round.Result;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code ./tireless bench}: plays a scenario with each contestant in turn and reports. */
public final class Bench {

  private static final int BAD_ARGUMENTS = 2;
  private static final int VOID = 3;

  private Bench() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Locale.setDefault(Locale.ROOT);
    System.exit(run(Clock.systemUTC(), arguments));
  }

  private static int run(Clock clock, String... arguments)
      throws IOException, InterruptedException {
    try {
      return run(clock, Options.parse(arguments));
    } catch (IllegalArgumentException bad) {
      System.err.println(bad.getMessage() + "\n" + Options.USAGE);
      return BAD_ARGUMENTS;
    }
  }

  private static int run(Clock clock, Options options) throws IOException, InterruptedException {
    Machine machine = Machine.current();
    if (machine.isBusy()) {
      System.out.printf(
          "The machine is busy (load average %.1f): rates will be low, CPU times still hold%n",
          machine.loadAverage());
    }
    Report report =
        new Report(
            options.scenario(),
            options.store(),
            clock.instant(),
            options.seconds(),
            options.rate(),
            machine,
            results(options));
    System.out.println("Report: " + ReportFiles.write(options.reports(), report));
    report.voidBecause().ifPresent(why -> System.out.println("VOID: " + why));
    System.out.println(report.line());
    return report.voidBecause().isPresent() ? VOID : 0;
  }

  private static List<Result> results(Options options) throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>();
    for (Entrant entrant : options.entrants()) {
      System.out.println(entrant.title());
      results.add(new Match(options).play(entrant));
    }
    return results;
  }
}
