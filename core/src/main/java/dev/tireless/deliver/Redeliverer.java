package dev.tireless.deliver;

import dev.tireless.AckSource;
import dev.tireless.Attempt;
import dev.tireless.store.AttemptStore;
import dev.tireless.store.AttemptStore.Entry;
import dev.tireless.store.Dialect;
import dev.tireless.store.PullStore;
import dev.tireless.store.PullStore.Reopened;
import dev.tireless.store.PullStore.Wish;
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

  /** False when it is in flight, or acked and that was not asked for, or does not exist. */
  boolean redeliver(Connection c, long receiverId, long seq, boolean ackedToo, Instant now)
      throws SQLException {
    Wish wish = pull.redeliver(c, receiverId, seq, ackedToo, now);
    Reopened reopened = wish.reopened();
    if (reopened != null) {
      pull.reopen(c, receiverId, reopened, now);
      attempts.append(c, List.of(new Entry(receiverId, seq, reopening(reopened.token(), now))));
    }
    return wish.redelivered();
  }

  private static Attempt reopening(long number, Instant now) {
    return new Attempt(number, AckSource.PULL, null, now, Duration.ZERO, "REOPENED", 0, "", "", "");
  }
}
