package dev.tireless.bench.report;

import dev.tireless.bench.measure.Throughput;
import dev.tireless.bench.round.Entrant;
import dev.tireless.bench.round.Result;
import dev.tireless.bench.round.Scenario;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rounds of the same load, side by side. */
public record Comparison(Run run, List<Result> results) implements Report {

  /** A hand-written outbox that is slower than this is badly written, not a baseline. */
  static final int BASELINE_FLOOR = 1500;

  private static final Set<Entrant> BASELINES =
      EnumSet.of(Entrant.HANDWRITTEN, Entrant.OUTBOX, Entrant.PLAIN);

  public Comparison {
    results = List.copyOf(results);
  }

  @Override
  public String line() {
    if (isQueue()) {
      return run.line(
          "ours=%s plain=%s ratio=%s"
              .formatted(rate(Entrant.OURS), rate(Entrant.PLAIN), ratio(Entrant.PLAIN)));
    }
    Entrant ours = of(Entrant.ONE_DEAD).isPresent() ? Entrant.ONE_DEAD : Entrant.OURS;
    return run.line(
        rate(ours), rate(Entrant.HANDWRITTEN), rate(Entrant.OUTBOX), ratio(Entrant.HANDWRITTEN));
  }

  @Override
  public List<String> findings() {
    List<String> findings = new ArrayList<>();
    of(Entrant.OURS).ifPresent(ours -> findings.add(beside(ours.atFullLoad())));
    of(Entrant.PLAIN).ifPresent(plain -> findings.add(byItself(plain)));
    of(Entrant.ONE_DEAD).ifPresent(dead -> compare(findings, dead));
    return findings;
  }

  private static String byItself(Result plain) {
    return "RocketMQ by itself: %,.0f sends/s and %,.0f receives/s; the load, which runs in the engine's process too, takes %.1f CPU µs per message here, where it is alone"
        .formatted(
            plain.sentPerSecond(),
            plain.atFullLoad().perSecond(),
            plain.atFullLoad().engineMicros());
  }

  private boolean isQueue() {
    return run.scenario() == Scenario.ROCKETMQ;
  }

  private String beside(Throughput ours) {
    return isQueue()
        ? "From the queue, committed, delivered over HTTP, acked and recorded: %s times what RocketMQ's own producer and consumer move; CPU µs per notification: engine and load %.1f, broker %.1f, database %.1f, receiver %.1f"
            .formatted(
                ratio(Entrant.PLAIN),
                ours.engineMicros(),
                ours.brokerMicros(),
                ours.databaseMicros(),
                ours.receiverMicros())
        : "Tireless: %s times the hand-written outbox, %s times transaction-outbox, %.1f CPU µs per notification in its process"
            .formatted(ratio(Entrant.HANDWRITTEN), ratio(Entrant.OUTBOX), ours.engineMicros());
  }

  @Override
  public Optional<String> voidBecause() {
    return results.stream()
        .filter(result -> !result.isComplete())
        .findFirst()
        .map(Comparison::incomplete)
        .or(this::badBaseline);
  }

  private static String incomplete(Result result) {
    return "%s: %,d lost, %,d could not be published, %,d unfinished"
        .formatted(result.entrant().title(), result.lost(), result.failed(), result.unfinished());
  }

  private Optional<String> badBaseline() {
    return of(Entrant.HANDWRITTEN)
        .map(result -> result.atFullLoad().perSecond())
        .filter(perSecond -> perSecond < BASELINE_FLOOR)
        .map(this::tooSlow);
  }

  @Override
  public List<Table> tables() {
    return Stream.concat(
            Stream.of(table()), results.stream().filter(Comparison::isOurs).map(ThreadTable::of))
        .toList();
  }

  private static boolean isOurs(Result result) {
    return !BASELINES.contains(result.entrant());
  }

  private Table table() {
    return new Table(
        "",
        results.stream().map(r -> r.entrant().title()).toList(),
        List.of(
            row("**acked/s**", r -> "**%,.0f**".formatted(r.atFullLoad().perSecond())),
            row("published/s", r -> "%,.0f".formatted(r.sentPerSecond())),
            row(
                "CPU µs per notification, engine and load",
                r -> one(r.atFullLoad().engineMicros())),
            row("CPU µs, database", r -> one(r.atFullLoad().databaseMicros())),
            row("CPU µs, broker", r -> one(r.atFullLoad().brokerMicros())),
            row("CPU µs, receiver", r -> one(r.atFullLoad().receiverMicros())),
            row("publish to " + durable() + ", p50 ms", r -> two(r.durable().p50Millis())),
            row("publish to " + durable() + ", p99 ms", r -> two(r.durable().p99Millis())),
            row("publish to acked, p50 ms", r -> two(r.acked().p50Millis())),
            row("publish to acked, p99 ms", r -> two(r.acked().p99Millis())),
            row(
                "at full load: to " + durable() + ", p50 ms",
                r -> two(r.durableAtFullLoad().p50Millis())),
            row(
                "at full load: to " + durable() + ", p99 ms",
                r -> two(r.durableAtFullLoad().p99Millis())),
            row("published", r -> "%,d".formatted(r.published())),
            row("lost", r -> "%,d".formatted(r.lost())),
            row("acked twice", r -> "%,d".formatted(r.duplicates())),
            row("could not be published", r -> "%,d".formatted(r.failed())),
            row("unfinished at the end", r -> "%,d".formatted(r.unfinished())),
            row("attempts at a dead receiver", r -> "%,d".formatted(r.refused()))));
  }

  /** RocketMQ answers when it has a message in memory. */
  private String durable() {
    return isQueue() ? "the broker's answer" : "durable";
  }

  @Override
  public List<BarChart> charts() {
    return List.of(
        chart("Notifications acked per second", List.of("acked/s"), t -> List.of(t.perSecond())),
        chart(
            "CPU µs per notification",
            List.of("engine and load", "database", "broker", "receiver"),
            t ->
                List.of(
                    t.engineMicros(), t.databaseMicros(), t.brokerMicros(), t.receiverMicros())));
  }

  private BarChart chart(
      String title, List<String> parts, Function<Throughput, List<Double>> values) {
    return new BarChart(
        title,
        parts,
        results.stream()
            .map(r -> new BarChart.Bar(r.entrant().title(), values.apply(r.atFullLoad())))
            .toList());
  }

  private void compare(List<String> findings, Result dead) {
    List<Result> well = results.stream().filter(r -> r.entrant() != Entrant.ONE_DEAD).toList();
    if (well.isEmpty()) {
      return;
    }
    findings.add(
        "A dead receiver changes the throughput of the others by %s"
            .formatted(change(well, dead, r -> r.atFullLoad().perSecond(), "%,.0f/s")));
    findings.add(
        "and their p99 from publish to ack by %s; it was tried %,d times"
            .formatted(change(well, dead, r -> r.acked().p99Millis(), "%.1f ms"), dead.refused()));
  }

  /** Against the mean of the rounds before and after, which show what chance does. */
  private static String change(
      List<Result> well, Result dead, ToDoubleFunction<Result> value, String format) {
    double mean = well.stream().mapToDouble(value).average().orElseThrow();
    return "%+.1f %%: %s, without it %s"
        .formatted(
            change(mean, value.applyAsDouble(dead)),
            format.formatted(value.applyAsDouble(dead)),
            well.stream()
                .map(r -> format.formatted(value.applyAsDouble(r)))
                .collect(Collectors.joining(" before and ", "", " after")));
  }

  private static double change(double before, double after) {
    return before == 0 ? 0 : 100 * (after - before) / before;
  }

  private Optional<Result> of(Entrant entrant) {
    return results.stream().filter(result -> result.entrant() == entrant).findFirst();
  }

  private String tooSlow(double perSecond) {
    Machine machine = run.machine();
    return "the hand-written baseline reached only %.0f/s, and under %d/s it is no baseline: %s"
        .formatted(
            perSecond,
            BASELINE_FLOOR,
            machine.isBusy()
                ? "the machine was busy (load average %.1f on %d CPUs), so run it on a quiet one"
                    .formatted(machine.loadAverage(), machine.processors())
                : "mend it");
  }

  private Table.Row row(String title, Function<Result, String> value) {
    return new Table.Row(title, results.stream().map(value).toList());
  }

  private String rate(Entrant entrant) {
    return of(entrant).map(r -> "%.0f".formatted(r.atFullLoad().perSecond())).orElse("-");
  }

  private String ratio(Entrant baseline) {
    return of(Entrant.OURS)
        .flatMap(ours -> of(baseline).map(other -> ratio(ours.atFullLoad(), other.atFullLoad())))
        .orElse("-");
  }

  private String ratio(Throughput ours, Throughput other) {
    return (isQueue() ? "%.2f" : "%.1f").formatted(ours.perSecond() / other.perSecond());
  }

  private static String one(double value) {
    return "%,.1f".formatted(value);
  }

  private static String two(double value) {
    return "%,.2f".formatted(value);
  }
}
