package dev.tireless.deliver;

import dev.tireless.AckSource;
import dev.tireless.Attempt;
import dev.tireless.Outcome;
import dev.tireless.store.AttemptStore.Entry;
import java.time.Duration;
import java.time.Instant;

/** An attempt that has its outcome and waits to be recorded. */
record Finished(Leased leased, Outcome outcome, Instant startedAt, Instant endedAt) {

  Attempt attempt(String node) {
    boolean failed = outcome instanceof Outcome.Failed;
    return new Attempt(
        leased.row().leaseToken(),
        AckSource.PUSH,
        leased.row().reason(),
        startedAt,
        Duration.between(startedAt, endedAt),
        outcome.name(),
        outcome.status(),
        failed ? ((Outcome.Failed) outcome).error() : "",
        outcome.detail(),
        node);
  }

  Entry entry(String node) {
    return new Entry(leased.row().receiverId(), leased.row().seq(), attempt(node));
  }
}
