package dev.tireless.deliver;

import dev.tireless.ReceiverHealth.Failing;
import dev.tireless.store.BacklogStore;
import dev.tireless.store.BacklogStore.PutOff;
import dev.tireless.store.Database;
import dev.tireless.store.DueRow;
import dev.tireless.store.DueStore;
import dev.tireless.store.ReceiverStore;
import dev.tireless.store.ReceiverStore.Stored;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets the windows of what waits behind a failing receiver run, page by page: a failed probe counts
 * as an attempt of every delivery that was due by then. Such a delivery is looked at again when its
 * window ends, and then given up; so each costs one change in a failing period, and after it the
 * receiver's backlog is no longer due and costs nothing.
 *
 * <p>A node that was frozen since it looked may find the receiver recovered: then it changes
 * nothing, or what the drain is about to send would wait until its window ends.
 */
final class Sweep {

  static final String RECEIVER_DOWN = "RECEIVER_DOWN";

  private static final Swept NOTHING = new Swept(0, List.of());
  private static final int PAGE = 200;
  private static final int MOST_PER_LOOK = 1_000;

  private final Database database;
  private final ReceiverStore receivers;
  private final BacklogStore backlog;
  private final DueStore due;
  private final Leases leases;
  private int left = MOST_PER_LOOK;

  Sweep(Database database, EngineSettings settings) {
    this.database = database;
    this.receivers = new ReceiverStore(database.dialect());
    this.backlog = new BacklogStore(database.dialect());
    this.due = new DueStore(database.dialect());
    this.leases = new Leases(database.dialect(), settings);
  }

  /** A new look at all failing receivers begins. */
  void begin() {
    left = MOST_PER_LOOK;
  }

  /** What a page came to: how many rows it changed, and which of them were given up. */
  record Swept(int rows, List<DueRow> givenUp) {}

  /** Sweeps a page of a receiver's, unless its health has changed since. */
  Swept next(Stored receiver, Failing failing, Instant now) {
    int limit = Math.min(PAGE, left);
    if (limit == 0) {
      return NOTHING;
    }
    Swept swept =
        database.inTransaction(
            "sweep the backlog of " + receiver.receiver().id(),
            c -> sweep(c, receiver, failing.probedAt(), limit, now));
    left -= swept.rows();
    return swept;
  }

  private Swept sweep(
      Connection c, Stored receiver, @Nullable Instant probedAt, int limit, Instant now)
      throws SQLException {
    List<DueRow> ended = new ArrayList<>();
    List<PutOff> putOff = new ArrayList<>();
    for (DueRow row : due.candidates(c, receiver.number(), now, limit)) {
      if (Leased.windowEnded(row, receiver, now)) {
        ended.add(row);
      } else if (probedAt != null && !row.dueAt().isAfter(probedAt)) {
        putOff.add(Leased.untilWindowEnd(row.triedAt(probedAt), receiver));
      }
    }
    if (ended.isEmpty() && putOff.isEmpty()) {
      return NOTHING;
    }
    backlog.putOff(c, putOff, now);
    List<DueRow> givenUp = leases.giveUp(c, ended, RECEIVER_DOWN, now);
    // Last, for everybody locks deliveries before their receiver.
    if (!receivers.lockHealth(c, receiver)) {
      c.rollback();
      return NOTHING;
    }
    return new Swept(ended.size() + putOff.size(), givenUp);
  }
}
