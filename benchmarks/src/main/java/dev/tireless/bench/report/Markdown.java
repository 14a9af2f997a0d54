package dev.tireless.bench.report;

import dev.tireless.bench.round.Result;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A report as a page: a column per contestant. */
final class Markdown {

  private record Row(String title, Function<Result, String> value) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("**acked/s**", r -> "**%,.0f**".formatted(r.atFullLoad().perSecond())),
          new Row(
              "CPU µs per notification, engine and load", r -> one(r.atFullLoad().engineMicros())),
          new Row("CPU µs, database", r -> one(r.atFullLoad().databaseMicros())),
          new Row("CPU µs, receiver", r -> one(r.atFullLoad().receiverMicros())),
          new Row("publish to durable, p50 ms", r -> two(r.durable().p50Millis())),
          new Row("publish to durable, p99 ms", r -> two(r.durable().p99Millis())),
          new Row("publish to acked, p50 ms", r -> two(r.acked().p50Millis())),
          new Row("publish to acked, p99 ms", r -> two(r.acked().p99Millis())),
          new Row(
              "at full load: publish to durable, p50 ms",
              r -> two(r.durableAtFullLoad().p50Millis())),
          new Row(
              "at full load: publish to durable, p99 ms",
              r -> two(r.durableAtFullLoad().p99Millis())),
          new Row("published", r -> "%,d".formatted(r.published())),
          new Row("lost", r -> "%,d".formatted(r.lost())),
          new Row("acked twice", r -> "%,d".formatted(r.duplicates())),
          new Row("not published", r -> "%,d".formatted(r.failed())));

  private Markdown() {}

  static String of(Report report) {
    return """
        # %s on %s

        %s, %d CPUs, %s, load average before the run %.2f. %s.
        Counted at full load for %d s; latencies by a timetable of %,d/s. How it is measured: [README](../README.md).
        %s
        ![chart](%s.svg)

        %s
        `%s`
        """
        .formatted(
            report.scenario(),
            report.store(),
            report.machine().os(),
            report.machine().processors(),
            report.machine().java(),
            report.machine().loadAverage(),
            report.at(),
            report.seconds(),
            report.rate(),
            report.voidBecause().map(why -> "\n**VOID**: " + why + "\n").orElse(""),
            ReportFiles.name(report),
            table(report.results()),
            report.line());
  }

  private static String table(List<Result> results) {
    String head = line("", results.stream().map(r -> r.entrant().title()).toList());
    String ruler = "|---|" + "---:|".repeat(results.size()) + "\n";
    return head
        + ruler
        + ROWS.stream()
            .map(row -> line(row.title(), results.stream().map(row.value()).toList()))
            .collect(Collectors.joining());
  }

  private static String line(String title, List<String> values) {
    return "| " + title + " | " + String.join(" | ", values) + " |\n";
  }

  private static String one(double value) {
    return "%,.1f".formatted(value);
  }

  private static String two(double value) {
    return "%,.2f".formatted(value);
  }
}
