package dev.tireless.bench.report;

import dev.tireless.bench.reconcile.Done;
import dev.tireless.bench.round.Scenario;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A receiver that asked by itself. */
public record ReadingReport(Run run, List<Reading> readings) implements Report {

  /** A proof that everything is equal must cost less than this. */
  private static final long MOST_BYTES_WHEN_EQUAL = 10_000;

  /** So many of a million must be found, no more and no others. */
  private static final int LOST = 3;

  /** Read and verified. */
  private static final double LEAST_PER_SECOND = 20_000;

  public ReadingReport {
    readings = List.copyOf(readings);
  }

  @Override
  public String line() {
    Reading first = readings.get(0);
    Reading second = readings.get(1);
    return run.scenario() == Scenario.FEED
        ? run.line("verified=%.0f applied=%.0f".formatted(first.perSecond(), second.perSecond()))
        : run.line(
            "equal=%d/%d missing=%d repaired=%d found=%d/%d"
                .formatted(
                    first.bytes(),
                    first.done().requests(),
                    second.done().missing(),
                    second.done().repaired(),
                    second.bytes(),
                    second.done().requests()));
  }

  @Override
  public String counted() {
    return "Counted from the first request to the last effect.";
  }

  @Override
  public List<String> findings() {
    return readings.stream().map(Reading::line).toList();
  }

  @Override
  public Optional<String> voidBecause() {
    return readings.stream()
        .filter(reading -> !reading.isWhole())
        .map(r -> "%s: %,d items, not %,d".formatted(r.title(), r.done().items(), r.waiting()))
        .findFirst()
        .or(run.scenario() == Scenario.FEED ? this::feedIsVoidBecause : this::digestIsVoidBecause);
  }

  private Optional<String> feedIsVoidBecause() {
    Reading verified = readings.get(0);
    Done applied = readings.get(1).done();
    if (verified.perSecond() < LEAST_PER_SECOND) {
      return Optional.of("less than %,.0f items/s read and verified".formatted(LEAST_PER_SECOND));
    }
    return applied.repaired() == applied.items()
        ? Optional.empty()
        : Optional.of("only %,d were applied".formatted(applied.repaired()));
  }

  private Optional<String> digestIsVoidBecause() {
    Reading equal = readings.get(0);
    if (equal.bytes() >= MOST_BYTES_WHEN_EQUAL) {
      return Optional.of("to prove what is equal took %,d bytes".formatted(equal.bytes()));
    }
    if (readings.get(1).lost().size() != LOST) {
      return Optional.of("not three were lost, but " + readings.get(1).lost());
    }
    return readings.stream()
        .filter(reading -> !reading.hasFoundWhatWasLost())
        .map(r -> "%s: lost %s, found %s".formatted(r.title(), r.lost(), r.done().found()))
        .findFirst();
  }

  @Override
  public List<Table> tables() {
    return List.of(
        new Table(
            "",
            readings.stream().map(Reading::title).toList(),
            List.of(
                row("items", r -> "%,d".formatted(r.done().items())),
                row("seconds", r -> "%.1f".formatted(r.done().seconds())),
                row("**items/s**", r -> "**%,.0f**".formatted(r.perSecond())),
                row("missing", r -> "%,d".formatted(r.done().missing())),
                row("repaired", r -> "%,d".formatted(r.done().repaired())),
                row("requests", r -> "%,d".formatted(r.done().requests())),
                row("bytes, both ways", r -> "%,d".formatted(r.bytes())),
                row("CPU µs per item, receiver", r -> "%.2f".formatted(r.receiverMicrosEach())),
                row("CPU µs per item, notifier", r -> "%.2f".formatted(r.notifierMicrosEach())),
                row(
                    "CPU µs per item, database of both",
                    r -> "%.2f".formatted(r.databaseMicrosEach())),
                row("CPU s, receiver", r -> "%.1f".formatted(r.done().cpuMicros() / 1e6)),
                row("CPU s, notifier", r -> "%.1f".formatted(r.notifierMicros() / 1e6)),
                row("CPU s, database of both", r -> "%.1f".formatted(r.databaseMicros() / 1e6)))));
  }

  @Override
  public List<BarChart> charts() {
    return List.of(
        new BarChart(
            "CPU µs per item",
            List.of("receiver", "notifier", "database of both"),
            readings.stream()
                .map(
                    r ->
                        new BarChart.Bar(
                            r.title(),
                            List.of(
                                r.receiverMicrosEach(),
                                r.notifierMicrosEach(),
                                r.databaseMicrosEach())))
                .toList()));
  }

  private Table.Row row(String title, Function<Reading, String> value) {
    return new Table.Row(title, readings.stream().map(value).toList());
  }
}
