package dev.tireless.bench.report;

import dev.tireless.bench.round.Assignment.Times;
import dev.tireless.bench.round.Scenario;
import dev.tireless.bench.store.Store;
import java.time.Instant;

/** What was run, when, where and for how long. */
public record Run(Scenario scenario, Store store, Instant at, Machine machine, Times times) {

  /** The name of its files. */
  String name() {
    return scenario + "-" + store;
  }

  /** The line that scripts read; what was not measured is a dash. */
  String line(String ours, String handwritten, String outbox, String ratio) {
    return line(
        "ours=%s handwritten=%s outbox=%s ratio=%s".formatted(ours, handwritten, outbox, ratio));
  }

  /** The line that scripts read, with what else was found. */
  String line(String found) {
    return "scenario=%s store=%s %s".formatted(scenario, store, found);
  }
}
