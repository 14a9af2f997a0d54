package dev.tireless.bench.report;

import dev.tireless.bench.measure.Throughput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a report: {@code <scenario>-<store>.json}, {@code .md} and {@code .svg}. */
public final class ReportFiles {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ReportFiles() {}

  /** Writes all three, over those of an earlier run; returns the page for people. */
  public static Path write(Path folder, Report report) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name(report) + ".json"), JSON.writeValueAsString(report));
    Files.writeString(folder.resolve(name(report) + ".svg"), BarChart.svg(charts(report)));
    return Files.writeString(folder.resolve(name(report) + ".md"), Markdown.of(report));
  }

  static String name(Report report) {
    return report.scenario() + "-" + report.store();
  }

  private static List<BarChart> charts(Report report) {
    return List.of(
        new BarChart(
            "Notifications acked per second",
            List.of("acked/s"),
            report.results().stream()
                .map(
                    r -> new BarChart.Bar(r.entrant().title(), List.of(r.atFullLoad().perSecond())))
                .toList()),
        new BarChart(
            "CPU µs per notification",
            List.of("engine and load", "database", "receiver"),
            report.results().stream()
                .map(r -> new BarChart.Bar(r.entrant().title(), cpu(r.atFullLoad())))
                .toList()));
  }

  private static List<Double> cpu(Throughput t) {
    return List.of(t.engineMicros(), t.databaseMicros(), t.receiverMicros());
  }
}
