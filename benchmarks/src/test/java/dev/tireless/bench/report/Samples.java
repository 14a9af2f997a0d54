package dev.tireless.bench.report;

import dev.tireless.bench.measure.Latency;
import dev.tireless.bench.measure.Throughput;
import dev.tireless.bench.round.Assignment.Times;
import dev.tireless.bench.round.Entrant;
import dev.tireless.bench.round.Result;
import dev.tireless.bench.round.Scenario;
import dev.tireless.bench.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

final class Samples {

  static final Machine QUIET = new Machine("Linux amd64", 2, "Debian 17", 0.1);
  static final Machine BUSY = new Machine("Linux amd64", 2, "Debian 17", 7.5);

  private Samples() {}

  static Run run(Scenario scenario, Machine machine) {
    return new Run(
        scenario,
        Store.POSTGRESQL,
        Instant.parse("2026-11-22T12:00:00Z"),
        machine,
        new Times(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(10), 500));
  }

  static Comparison comparison(Machine machine, double handWritten) {
    return new Comparison(
        run(Scenario.PUBLISH_TX, machine),
        List.of(
            result(Entrant.OURS, 9000, 0),
            result(Entrant.HANDWRITTEN, handWritten, 0),
            result(Entrant.OUTBOX, 1000, 0)));
  }

  static Result result(Entrant entrant, double perSecond, long refused) {
    return result(entrant, perSecond, refused, 0, 0, 0);
  }

  static Result result(
      Entrant entrant, double perSecond, long refused, long lost, long failed, long unfinished) {
    return new Result(
        entrant,
        new Throughput(
            1000, 20, perSecond, 41.5, 10.25, 30, 8, Map.of("tireless-record", 7.5, "idle", 0.0)),
        perSecond + 1,
        new Latency(1000, 10_000, 90_000, 100_000),
        new Latency(1000, 1000, 9000, 10_000),
        new Latency(1000, 2000, 20_000, 30_000),
        1000,
        lost,
        0,
        failed,
        refused,
        unfinished);
  }
}
