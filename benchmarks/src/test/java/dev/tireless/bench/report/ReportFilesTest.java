package dev.tireless.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class ReportFilesTest {

  @TempDir Path folder;

  @Test
  void writesAPageThatShowsTheChartAndEndsWithTheLine() throws Exception {
    Path page = ReportFiles.write(folder, Samples.comparison(Samples.QUIET, 3000));
    assertThat(page).hasFileName("publish-tx-postgresql.md");
    assertThat(Files.readString(page))
        .startsWith("# publish-tx on postgresql\n")
        .contains("![chart](publish-tx-postgresql.svg)")
        .contains(
            "|  | Tireless | hand-written outbox | transaction-outbox |\n|---|---:|---:|---:|")
        .contains("| **acked/s** | **9,000** | **3,000** | **1,000** |")
        .contains("| tireless-record | 7.5 |")
        .doesNotContain("VOID")
        .endsWith("ratio=3.0`\n");
  }

  @Test
  void saysAtTheTopThatARunIsVoid() throws Exception {
    Path page = ReportFiles.write(folder, Samples.comparison(Samples.BUSY, 900));
    assertThat(Files.readString(page)).contains("* **VOID**: the hand-written baseline");
  }

  @Test
  void writesJsonThatProgramsCanRead() throws Exception {
    ReportFiles.write(folder, Samples.comparison(Samples.QUIET, 3000));
    JsonNode json =
        new ObjectMapper().readTree(folder.resolve("publish-tx-postgresql.json").toFile());
    assertThat(json.at("/run/machine/processors").asInt()).isEqualTo(2);
    assertThat(json.at("/results/1/entrant").asString()).isEqualTo("handwritten");
    assertThat(json.at("/results/1/atFullLoad/perSecond").asDouble()).isEqualTo(3000);
  }

  @Test
  void drawsABarAndItsNumberForEachContestant() throws Exception {
    ReportFiles.write(folder, Samples.comparison(Samples.QUIET, 3000));
    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(folder.resolve("publish-tx-postgresql.svg").toFile());
    assertThat(svg.getDocumentElement().getTextContent())
        .contains("Notifications acked per second", "hand-written outbox", "9,000", "3,000")
        .contains("CPU µs per notification", "database", "broker", "90");
  }
}
