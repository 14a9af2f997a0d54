package dev.tireless.bench.report;

import dev.tireless.bench.round.Recovery;
import java.util.List;
import java.util.Optional;

/** A receiver that came back, and how soon it had everything. */
public record RecoveryReport(Run run, Recovery recovery) implements Report {

  @Override
  public String line() {
    return run.line("%.0f".formatted(recovery.perSecond()), "-", "-", "-");
  }

  @Override
  public List<String> findings() {
    return List.of(
        "%,d of %,d delivered within %.1f s of the first ack, which came %.1f s after the receiver"
            .formatted(
                recovery.delivered(),
                recovery.waiting(),
                recovery.firstAckToAllMillis() / 1000.0,
                recovery.upToFirstAckMillis() / 1000.0),
        "%,d attempts wasted (%.2f %%); at most %d in flight, the limit is %d"
            .formatted(
                recovery.wasted(),
                recovery.wastedPerCent(),
                recovery.mostInFlight(),
                recovery.limit()),
        "%,d acks out of sequence, by %d numbers at most"
            .formatted(recovery.stepsBack(), recovery.longestStepBack()));
  }

  @Override
  public Optional<String> voidBecause() {
    return Optional.empty();
  }

  @Override
  public List<Table> tables() {
    return List.of(table());
  }

  private Table table() {
    return new Table(
        "",
        List.of("Tireless"),
        List.of(
            row("waiting", recovery.waiting()),
            row("attempts while it was down", recovery.refusedWhileDown()),
            row("from up to the first ack, ms", recovery.upToFirstAckMillis()),
            row("from the first ack to all, ms", recovery.firstAckToAllMillis()),
            row("delivered", recovery.delivered()),
            Table.Row.of("delivered/s", "%,.0f".formatted(recovery.perSecond())),
            row("wasted attempts", recovery.wasted()),
            row("acks out of sequence", recovery.stepsBack()),
            row("by how many numbers at most", recovery.longestStepBack()),
            row("most in flight", recovery.mostInFlight()),
            row("limit of what may be in flight", recovery.limit())));
  }

  @Override
  public List<BarChart> charts() {
    return List.of(
        new BarChart(
            "Milliseconds since the receiver came up",
            List.of("to its first ack", "from there until it had everything"),
            List.of(
                new BarChart.Bar(
                    "Tireless",
                    List.of(
                        (double) recovery.upToFirstAckMillis(),
                        (double) recovery.firstAckToAllMillis())))));
  }

  private static Table.Row row(String title, long value) {
    return Table.Row.of(title, "%,d".formatted(value));
  }
}
