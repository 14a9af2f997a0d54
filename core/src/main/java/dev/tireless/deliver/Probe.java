package dev.tireless.deliver;

import dev.tireless.AttemptReason;
import dev.tireless.ReceiverHealth.Failing;
import dev.tireless.ReceiverHealth.Hold;
import dev.tireless.store.BacklogStore;
import dev.tireless.store.Database;
import dev.tireless.store.DueRow;
import dev.tireless.store.ReceiverStore;
import dev.tireless.store.ReceiverStore.Stored;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes one delivery of a failing receiver to test it with, each time another one, in the order of
 * the sequence and around again, so that a poisonous one cannot make a healthy receiver look dead.
 */
final class Probe {

  /** Those at the end of their window are passed over; so many at a time. */
  private static final int CANDIDATES = 20;

  private final Database database;
  private final ReceiverStore receivers;
  private final BacklogStore backlog;
  private final Leases leases;
  private final Lanes lanes;
  private final EngineSettings settings;

  Probe(Database database, Lanes lanes, EngineSettings settings) {
    this.database = database;
    this.receivers = new ReceiverStore(database.dialect());
    this.backlog = new BacklogStore(database.dialect());
    this.leases = new Leases(database.dialect(), settings);
    this.lanes = lanes;
    this.settings = settings;
  }

  /** Takes it, unless nothing waits, the lane is full, or another node was faster. */
  List<Leased> next(Stored receiver, Failing failing, Instant now) {
    Lane lane = lanes.of(receiver.number());
    List<Leased> leased =
        lane.held() >= receiver.receiver().maxInFlight()
            ? List.of()
            : database.inTransaction(
                "probe " + receiver.receiver().id(), c -> take(c, lane, receiver, failing, now));
    leased.forEach(one -> lane.enter());
    return leased;
  }

  private List<Leased> take(Connection c, Lane lane, Stored receiver, Failing failing, Instant now)
      throws SQLException {
    Optional<DueRow> row = candidate(c, receiver, failing, now);
    if (row.isEmpty()) {
      return List.of();
    }
    Hold hold = new Hold(settings.node(), now.plus(settings.lease()));
    Failing probing = HealthPolicy.probing(failing, row.get().seq(), hold);
    List<Leased> leased =
        leases.take(c, lane, receiver, List.of(row.get()), AttemptReason.PROBE, now);
    if (!leased.isEmpty() && !receivers.changeHealth(c, receiver, probing)) {
      c.rollback();
      return List.of();
    }
    return leased;
  }

  /** What failed before the failing period waits for its step, unless nothing else waits. */
  private Optional<DueRow> candidate(Connection c, Stored receiver, Failing failing, Instant now)
      throws SQLException {
    Optional<DueRow> row = candidate(c, receiver, failing.turn(), failing.since(), now);
    return row.isPresent() ? row : candidate(c, receiver, failing.turn(), Instant.EPOCH, now);
  }

  private Optional<DueRow> candidate(
      Connection c, Stored receiver, long turn, Instant failedSince, Instant now)
      throws SQLException {
    long number = receiver.number();
    List<DueRow> around =
        new ArrayList<>(
            backlog.behind(c, number, turn, Long.MAX_VALUE, failedSince, now, CANDIDATES));
    around.addAll(backlog.behind(c, number, 0, turn, failedSince, now, CANDIDATES));
    return around.stream().filter(row -> !Leased.windowEnded(row, receiver, now)).findFirst();
  }
}
