package dev.tireless.bench.report;

import java.util.List;
import java.util.Optional;

/** What a run found. */
public sealed interface Report permits Comparison, RecoveryReport, ReadingReport {

  Run run();

  /** The line that scripts read, the last one of a run. */
  String line();

  /** What a reader should know first, a sentence each. */
  List<String> findings();

  /** Why the run proves nothing; empty when it does. */
  Optional<String> voidBecause();

  /** All numbers, a table after the other. */
  List<Table> tables();

  List<BarChart> charts();
}
