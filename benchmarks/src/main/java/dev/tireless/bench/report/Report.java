package dev.tireless.bench.report;

import java.util.List;
import java.util.Optional;

/** What a run found. */
public sealed interface Report permits Comparison, RecoveryReport, ReadingReport {

  Run run();

  /** The line that scripts read, the last one of a run. */
  String line();

  /** Within which times it counted, a sentence. */
  default String counted() {
    return "Counted at full load for %d s; latencies by a timetable of %,d/s."
        .formatted(run().times().window().toSeconds(), run().times().rate());
  }

  /** What a reader should know first, a sentence each. */
  List<String> findings();

  /** Why the run proves nothing; empty when it does. */
  Optional<String> voidBecause();

  /** All numbers, a table after the other. */
  List<Table> tables();

  List<BarChart> charts();
}
