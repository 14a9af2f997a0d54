package dev.tireless.bench.report;

import dev.tireless.bench.measure.Throughput;
import dev.tireless.bench.round.Result;
import java.util.ArrayList;
import java.util.List;

/** Where the CPU time in the engine's process went: its threads are its steps. */
final class ThreadTable {

  private ThreadTable() {}

  static Table of(Result result) {
    Throughput measured = result.atFullLoad();
    List<Table.Row> rows = new ArrayList<>();
    measured.dearestThreads().forEach(t -> rows.add(row(t.getKey(), t.getValue())));
    rows.add(row("the JVM's own (compilers, garbage collector)", measured.jvmMicros()));
    return new Table(
        result.entrant().title() + ", CPU by thread", List.of("µs per notification"), rows);
  }

  private static Table.Row row(String title, double micros) {
    return Table.Row.of(title, "%,.1f".formatted(micros));
  }
}
