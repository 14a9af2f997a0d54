package dev.tireless.deliver;

import dev.tireless.AckSource;
import dev.tireless.Attempt;
import dev.tireless.store.AttemptStore;
import dev.tireless.store.AttemptStore.Entry;
import dev.tireless.store.Dialect;
import dev.tireless.store.PullStore;
import dev.tireless.store.PullStore.Redelivered;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Has deliveries told again because their receiver wants it; the history says so. */
final class Redeliverer {

  private final PullStore pull;
  private final AttemptStore attempts;

  Redeliverer(Dialect dialect) {
    this.pull = new PullStore(dialect);
    this.attempts = new AttemptStore(dialect);
  }

  /** Tells how many are told again by this. */
  int redeliver(Connection c, long receiverId, List<Long> seqs, boolean ackedToo, Instant now)
      throws SQLException {
    Redelivered redelivered = pull.redeliver(c, receiverId, seqs, ackedToo, now);
    attempts.append(
        c,
        redelivered.reopened().entrySet().stream()
            .map(e -> new Entry(receiverId, e.getKey(), reopening(e.getValue(), now)))
            .toList());
    return redelivered.count();
  }

  private static Attempt reopening(long number, Instant now) {
    return new Attempt(
        number, AckSource.PULL, null, now, Duration.ZERO, Attempt.REOPENED, 0, "", "", "");
  }
}
