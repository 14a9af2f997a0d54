package dev.tireless.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BarChartTest {

  @Test
  void drawsBarsToOneScale() {
    assertThat(svg(new BarChart.Bar("a", List.of(100.0)), new BarChart.Bar("b", List.of(25.0))))
        .contains("width=\"480.0\"", "width=\"120.0\"");
  }

  @Test
  void drawsNothingForZeroesInsteadOfFailing() {
    assertThat(svg(new BarChart.Bar("a", List.of(0.0)))).contains("width=\"0.0\"", ">0<");
  }

  @Test
  void escapesWhatWouldBreakTheFile() {
    assertThat(svg(new BarChart.Bar("a<b & c", List.of(1.0)))).contains("a&lt;b &amp; c");
  }

  private static String svg(BarChart.Bar... bars) {
    return BarChart.svg(List.of(new BarChart("title", List.of("part"), List.of(bars))));
  }
}
