package dev.tireless.bench.report;

import java.util.List;

/**
 * Horizontal bars, each of one or more parts, as SVG 1.1: plain shapes and text, so that every
 * viewer shows it.
 */
record BarChart(String title, List<String> parts, List<Bar> bars) {

  private static final List<String> COLOURS = List.of("#2f6f9f", "#c8893a", "#9a6b8a", "#8a9a5b");
  private static final int WIDTH = 760;
  private static final int LABELS = 190;
  private static final int NUMBERS = 90;
  private static final int ROW = 30;
  private static final int TOP = 58;

  /**
   * A bar.
   *
   * @param values one for each part
   */
  record Bar(String label, List<Double> values) {

    double sum() {
      return values.stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  int height() {
    return TOP + bars.size() * ROW + 14;
  }

  /** One chart under the other. */
  static String svg(List<BarChart> charts) {
    StringBuilder svg = new StringBuilder();
    int height = charts.stream().mapToInt(BarChart::height).sum();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        """
            .formatted(WIDTH, height));
    int y = 0;
    for (BarChart chart : charts) {
      svg.append("<g transform=\"translate(0 %d)\">%n".formatted(y));
      chart.draw(svg);
      svg.append("</g>\n");
      y += chart.height();
    }
    return svg.append("</svg>\n").toString();
  }

  private void draw(StringBuilder svg) {
    text(svg, 12, 24, "font-weight=\"bold\"", title);
    drawLegend(svg);
    double most = Math.max(1e-9, bars.stream().mapToDouble(Bar::sum).max().orElse(0));
    for (int i = 0; i < bars.size(); i++) {
      draw(svg, bars.get(i), TOP + i * ROW, (WIDTH - LABELS - NUMBERS) / most);
    }
  }

  private void drawLegend(StringBuilder svg) {
    int x = 12;
    for (int i = 0; parts.size() > 1 && i < parts.size(); i++) {
      rectangle(svg, x, 36, 10, 10, i);
      text(svg, x + 14, 45, "fill=\"#555555\"", parts.get(i));
      x += 40 + 8 * parts.get(i).length();
    }
  }

  private void draw(StringBuilder svg, Bar bar, int y, double scale) {
    text(svg, LABELS - 8, y + 15, "text-anchor=\"end\"", bar.label());
    double x = LABELS;
    for (int i = 0; i < bar.values().size(); i++) {
      double width = bar.values().get(i) * scale;
      rectangle(svg, x, y, width, ROW - 9, i);
      x += width;
    }
    text(svg, x + 6, y + 15, "", "%,.0f".formatted(bar.sum()));
  }

  private static void rectangle(
      StringBuilder svg, double x, double y, double width, double height, int part) {
    svg.append(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n"
            .formatted(x, y, width, height, COLOURS.get(part % COLOURS.size())));
  }

  private static void text(StringBuilder svg, double x, double y, String style, String text) {
    svg.append("<text x=\"%.1f\" y=\"%.1f\" %s>%s</text>%n".formatted(x, y, style, escaped(text)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
