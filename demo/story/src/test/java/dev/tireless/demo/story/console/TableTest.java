package dev.tireless.demo.story.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.demo.story.console.Table.Row;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  private static final Row HELD =
      new Row("Credited once", true, "4 checks", Duration.ofMillis(1250));
  private static final Row BROKEN =
      new Row("张三 is credited", false, "1 of 4 checks failed", Duration.ofSeconds(12));

  @Test
  void holdsWhenEveryLineHolds() {
    assertThat(new Table(List.of(HELD, HELD)).holds()).isTrue();
  }

  @Test
  void doesNotHoldWhenOneLineDoesNot() {
    assertThat(new Table(List.of(HELD, BROKEN, HELD)).holds()).isFalse();
  }

  @Test
  void provesNothingWithoutLines() {
    assertThat(new Table(List.of()).holds()).isFalse();
  }

  @Test
  void alignsChineseAndLatinTitles() {
    assertThat(new Table(List.of(HELD, BROKEN)).lines(false))
        .containsExactly(
            "      What must hold       Time  By SQL",
            "  " + "─".repeat(42),
            "✓  1  Credited once       1.2 s  4 checks",
            "✗  2  张三 is credited   12.0 s  1 of 4 checks failed");
  }

  @Test
  void writesEscapeSequencesOnlyForATerminal() {
    Table table = new Table(List.of(HELD, BROKEN));
    assertThat(table.lines(false)).noneMatch(line -> line.contains("\u001b"));
    assertThat(table.lines(true)).filteredOn(line -> line.contains("\u001b[3")).hasSize(2);
  }
}
