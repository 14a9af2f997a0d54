package dev.tireless.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
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
    String name = report.run().name();
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name + ".json"), JSON.writeValueAsString(report) + "\n");
    Files.writeString(folder.resolve(name + ".svg"), BarChart.svg(report.charts()));
    return Files.writeString(folder.resolve(name + ".md"), page(report));
  }

  private static String page(Report report) {
    return """
        # %s on %s

        %s, load average before the run %.2f. %s.
        %s How it is measured: [README](../README.md).

        %s
        ![chart](%s.svg)

        %s
        `%s`
        """
        .formatted(
            report.run().scenario(),
            report.run().store(),
            report.run().machine().description(),
            report.run().machine().loadAverage(),
            report.run().at(),
            report.counted(),
            findings(report),
            report.run().name(),
            report.tables().stream().map(Table::toString).collect(Collectors.joining("\n")),
            report.line());
  }

  private static String findings(Report report) {
    return report.voidBecause().map(why -> "* **VOID**: " + why + "\n").orElse("")
        + report.findings().stream()
            .map(finding -> "* " + finding + "\n")
            .collect(Collectors.joining());
  }
}
