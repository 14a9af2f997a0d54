package dev.tireless.bench.report;

import dev.tireless.bench.round.Scenario;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A receiver that asked by itself. */
public record ReadingReport(Run run, List<Reading> readings) implements Report {

  /** A proof that everything is equal must not cost more than this. */
  private static final long MOST_BYTES_WHEN_EQUAL = 10_000;

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
  public List<String> findings() {
    return readings.stream().map(Reading::line).toList();
  }

  @Override
  public Optional<String> voidBecause() {
    Reading first = readings.get(0);
    return run.scenario() == Scenario.DIGEST
            && (first.bytes() >= MOST_BYTES_WHEN_EQUAL || first.done().missing() > 0)
        ? Optional.of(
            "what is equal was not proved so by %,d bytes".formatted(MOST_BYTES_WHEN_EQUAL))
        : Optional.empty();
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
                row("CPU s, database", r -> "%.1f".formatted(r.databaseMicros() / 1e6)))));
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
