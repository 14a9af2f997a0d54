package dev.tireless.bench.report;

import java.util.List;
import java.util.stream.Collectors;

/** A table in Markdown, numbers to the right. */
record Table(String title, List<String> head, List<Row> rows) {

  record Row(String title, List<String> values) {
    static Row of(String title, String value) {
      return new Row(title, List.of(value));
    }
  }

  @Override
  public String toString() {
    return line(title, head)
        + "|---|"
        + "---:|".repeat(head.size())
        + "\n"
        + rows.stream().map(row -> line(row.title(), row.values())).collect(Collectors.joining());
  }

  private static String line(String title, List<String> values) {
    return "| " + title + " | " + String.join(" | ", values) + " |\n";
  }
}
