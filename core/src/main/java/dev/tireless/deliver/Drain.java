package dev.tireless.deliver;

import dev.tireless.AttemptReason;
import dev.tireless.ReceiverHealth;
import dev.tireless.ReceiverHealth.Draining;
import dev.tireless.ReceiverHealth.Hold;
import dev.tireless.deliver.Intake.Taken;
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

/**
 * Tells a recovered receiver what waited for it: what failed while it failed, or was never tried,
 * in the order of the sequence, each once. It starts slowly, one in flight, then one more for each
 * ack and half as many after a failure, and holds still when it seems to fail again.
 */
final class Drain {

  private final Database database;
  private final ReceiverStore receivers;
  private final BacklogStore backlog;
  private final Leases leases;
  private final Lanes lanes;
  private final EngineSettings settings;

  Drain(Database database, Lanes lanes, EngineSettings settings) {
    this.database = database;
    this.receivers = new ReceiverStore(database.dialect());
    this.backlog = new BacklogStore(database.dialect());
    this.leases = new Leases(database.dialect(), settings);
    this.lanes = lanes;
    this.settings = settings;
  }

  /** Takes what comes next, unless another node drains, or there is no room. */
  Taken next(Stored receiver, Draining draining, Instant now) {
    Lane lane = lanes.of(receiver.number());
    int room = room(lane, receiver);
    if (!HealthPolicy.mayDrain(draining, settings.node(), now)) {
      return nothing(receiver);
    }
    if (!HealthPolicy.isDrainOf(draining, settings.node())) {
      lane.answers().startDrain();
    }
    if (room <= 0 && !isRunningOut(draining, now)) {
      return nothing(receiver);
    }
    Taken taken =
        database.inTransaction(
            "drain " + receiver.receiver().id(),
            c -> take(c, lane, receiver, draining, Math.max(0, room), now));
    taken.leased().forEach(one -> lane.enter());
    return taken;
  }

  private int room(Lane lane, Stored receiver) {
    int width = Math.min(lane.answers().width(), receiver.receiver().maxInFlight());
    boolean failsAgain = lane.answers().row().size() >= HealthPolicy.MANY;
    return failsAgain ? 0 : width - lane.held();
  }

  private boolean isRunningOut(Draining draining, Instant now) {
    return draining.drain() == null
        || draining.drain().isOver(now.plus(settings.lease().dividedBy(2)));
  }

  private Taken take(
      Connection c, Lane lane, Stored receiver, Draining draining, int room, Instant now)
      throws SQLException {
    Hold hold = new Hold(settings.node(), now.plus(settings.lease()));
    List<DueRow> open = new ArrayList<>();
    List<DueRow> ended = new ArrayList<>();
    List<DueRow> rows = behind(c, receiver, draining, room, now);
    for (DueRow row : rows) {
      (Leased.windowEnded(row, receiver, now) ? ended : open).add(row);
    }
    List<Leased> leased = leases.take(c, lane, receiver, open, AttemptReason.DRAIN, now);
    List<DueRow> givenUp = leases.giveUp(c, ended, Sweep.RECEIVER_DOWN, now);
    ReceiverHealth after = after(draining, rows, room, hold);
    if (!receivers.changeHealth(c, receiver, after)) {
      c.rollback();
      return nothing(receiver);
    }
    return new Taken(receiver.health(after), leased, givenUp);
  }

  private List<DueRow> behind(
      Connection c, Stored receiver, Draining draining, int room, Instant now) throws SQLException {
    return room == 0
        ? List.of()
        : backlog.behind(
            c, receiver.number(), draining.turn(), draining.upTo(), draining.since(), now, room);
  }

  private static ReceiverHealth after(Draining draining, List<DueRow> rows, int room, Hold hold) {
    if (room > 0 && rows.isEmpty()) {
      return HealthPolicy.recovered(draining);
    }
    long turn = rows.isEmpty() ? draining.turn() : rows.get(rows.size() - 1).seq();
    return HealthPolicy.drained(draining, turn, hold);
  }

  private static Taken nothing(Stored receiver) {
    return new Taken(receiver, List.of(), List.of());
  }
}
