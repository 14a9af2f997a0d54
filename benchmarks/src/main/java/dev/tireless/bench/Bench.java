package dev.tireless.bench;

import dev.tireless.bench.report.Comparison;
import dev.tireless.bench.report.Machine;
import dev.tireless.bench.report.ReadingReport;
import dev.tireless.bench.report.RecoveryReport;
import dev.tireless.bench.report.Report;
import dev.tireless.bench.report.ReportFiles;
import dev.tireless.bench.report.Run;
import dev.tireless.bench.round.Entrant;
import dev.tireless.bench.round.Recovery;
import dev.tireless.bench.round.Result;
import dev.tireless.bench.round.Scenario;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.ObjectMapper;

/** {@code ./tireless bench}: plays a scenario with each contestant in turn and reports. */
public final class Bench {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BAD_ARGUMENTS = 2;
  private static final int VOID = 3;

  private Bench() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Locale.setDefault(Locale.ROOT);
    System.exit(run(Clock.systemUTC(), arguments));
  }

  private static int run(Clock clock, String... arguments)
      throws IOException, InterruptedException {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException bad) {
      System.err.println(bad.getMessage() + "\n" + Options.USAGE);
      return BAD_ARGUMENTS;
    }
    Report report = report(options, run(options, clock));
    System.out.println("Report: " + ReportFiles.write(options.reports(), report));
    report.findings().forEach(System.out::println);
    report.voidBecause().ifPresent(why -> System.out.println("VOID: " + why));
    System.out.println(report.line());
    return report.voidBecause().isPresent() ? VOID : 0;
  }

  private static Run run(Options options, Clock clock) {
    Machine machine = Machine.current();
    if (machine.isBusy()) {
      System.out.printf(
          "The machine is busy (load average %.1f on %d CPUs): rates will be low%n",
          machine.loadAverage(), machine.processors());
    }
    return new Run(options.scenario(), options.store(), clock.instant(), machine, options.times());
  }

  private static Report report(Options options, Run run) throws IOException, InterruptedException {
    if (options.scenario().isReconciliation()) {
      return new ReadingReport(
          run, new ReconcileMatch(options, Clock.fixed(run.at(), ZoneOffset.UTC)).play());
    }
    List<String> results = new ArrayList<>();
    for (Entrant entrant : options.entrants()) {
      System.out.println(entrant.title());
      results.add(new Match(options).play(entrant));
    }
    return options.scenario() == Scenario.RECOVERY
        ? new RecoveryReport(run, JSON.readValue(results.get(0), Recovery.class))
        : new Comparison(
            run, results.stream().map(json -> JSON.readValue(json, Result.class)).toList());
  }
}
