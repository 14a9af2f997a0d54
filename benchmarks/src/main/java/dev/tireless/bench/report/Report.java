package dev.tireless.bench.report;

import dev.tireless.bench.round.Entrant;
import dev.tireless.bench.round.Result;
import dev.tireless.bench.round.Scenario;
import dev.tireless.bench.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run in which contestants were compared.
 *
 * @param seconds of the counted window of each
 * @param rate of the timetable for latencies, messages in a second
 */
public record Report(
    Scenario scenario,
    Store store,
    Instant at,
    int seconds,
    int rate,
    Machine machine,
    List<Result> results) {

  /** A hand-written outbox that is slower than this is badly written, not a baseline. */
  static final int BASELINE_FLOOR = 1500;

  public Report {
    results = List.copyOf(results);
  }

  /** The line that scripts read. */
  public String line() {
    return "scenario=%s store=%s ours=%s handwritten=%s outbox=%s ratio=%s"
        .formatted(
            scenario,
            store,
            rate(Entrant.OURS),
            rate(Entrant.HANDWRITTEN),
            rate(Entrant.OUTBOX),
            ratio());
  }

  /** Why the run proves nothing; empty when it does. */
  public Optional<String> voidBecause() {
    return result(Entrant.HANDWRITTEN)
        .map(result -> result.atFullLoad().perSecond())
        .filter(perSecond -> perSecond < BASELINE_FLOOR)
        .map(this::tooSlow);
  }

  Optional<Result> result(Entrant entrant) {
    return results.stream().filter(result -> result.entrant() == entrant).findFirst();
  }

  private String tooSlow(double perSecond) {
    return "the hand-written baseline reached only %.0f/s, and under %d/s it is no baseline: %s"
        .formatted(
            perSecond,
            BASELINE_FLOOR,
            machine.isBusy()
                ? "the machine was busy (load average %.1f on %d CPUs), so run it on a quiet one"
                    .formatted(machine.loadAverage(), machine.processors())
                : "mend it");
  }

  private String rate(Entrant entrant) {
    return result(entrant).map(r -> "%.0f".formatted(r.atFullLoad().perSecond())).orElse("-");
  }

  private String ratio() {
    Optional<Result> ours = result(Entrant.OURS);
    Optional<Result> baseline = result(Entrant.HANDWRITTEN);
    return ours.isPresent() && baseline.isPresent()
        ? "%.1f"
            .formatted(
                ours.get().atFullLoad().perSecond() / baseline.get().atFullLoad().perSecond())
        : "-";
  }
}
