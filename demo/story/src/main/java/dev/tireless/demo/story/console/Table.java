package dev.tireless.demo.story.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The table at the end: what must hold, and whether it does. */
public record Table(List<Row> rows) {

  private static final String HEADING = "What must hold";

  public Table {
    rows = List.copyOf(rows);
  }

  /**
   * One line of the story.
   *
   * @param holds whether every check of it held; false when there was none
   * @param remark how many checks, or what went wrong
   */
  public record Row(String title, boolean holds, String remark, Duration took) {}

  /** Whether every line holds; an empty table proves nothing. */
  public boolean holds() {
    return !rows.isEmpty() && rows.stream().allMatch(Row::holds);
  }

  List<String> lines(boolean colour) {
    int width =
        Stream.concat(Stream.of(HEADING), rows.stream().map(Row::title))
            .mapToInt(Width::of)
            .max()
            .orElse(0);
    List<String> lines = new ArrayList<>();
    lines.add("      " + Width.pad(HEADING, width) + "     Time  By SQL");
    lines.add("  " + "─".repeat(width + 26));
    for (int i = 0; i < rows.size(); i++) {
      lines.add(line(i + 1, rows.get(i), width, colour));
    }
    return lines;
  }

  private static String line(int number, Row row, int width, boolean colour) {
    Colour paint = row.holds() ? Colour.GREEN : Colour.RED;
    return "%s %2d  %s  %3d.%d s  %s"
        .formatted(
            paint.paint(row.holds() ? "✓" : "✗", colour),
            number,
            Width.pad(row.title(), width),
            row.took().toSeconds(),
            row.took().toMillisPart() / 100,
            paint.paint(row.remark(), colour));
  }
}
