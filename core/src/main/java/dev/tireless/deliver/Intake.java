package dev.tireless.deliver;

import static java.util.stream.Collectors.toSet;

import dev.tireless.AckSource;
import dev.tireless.Attempt;
import dev.tireless.Delivery;
import dev.tireless.DeliveryState;
import dev.tireless.Notification;
import dev.tireless.ReceiverState;
import dev.tireless.store.AttemptStore;
import dev.tireless.store.AttemptStore.Entry;
import dev.tireless.store.Database;
import dev.tireless.store.DeliveryStore;
import dev.tireless.store.DueRow;
import dev.tireless.store.DueStore;
import dev.tireless.store.ReceiverStore;
import dev.tireless.store.ReceiverStore.Stored;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Leases what is due, lane by lane and only as much as a lane has room for, so that a receiver with
 * a large backlog costs the others nothing. What comes due at the end of its window is given up
 * instead of leased.
 */
final class Intake {

  private final Database database;
  private final DueStore due;
  private final AttemptStore attempts;
  private final DeliveryStore deliveries;
  private final ReceiverStore receivers;
  private final Lanes lanes;
  private final EngineSettings settings;

  Intake(Database database, Lanes lanes, EngineSettings settings) {
    this.database = database;
    this.due = new DueStore(database.dialect());
    this.attempts = new AttemptStore(database.dialect());
    this.deliveries = new DeliveryStore();
    this.receivers = new ReceiverStore(database.dialect());
    this.lanes = lanes;
    this.settings = settings;
  }

  /** What was taken from one receiver: leases to send, and deliveries given up. */
  record Taken(Stored receiver, List<Leased> leased, List<DueRow> exhausted) {

    int size() {
      return leased.size() + exhausted.size();
    }
  }

  /** The receivers with something due that may be told something now, and the deleted ones. */
  List<Stored> withWork(Instant now) {
    List<Stored> all =
        database.read(
            "find receivers with due deliveries",
            c -> receivers.byNumbers(c, due.receiversWithDue(c, now)));
    lanes.caughtUpExcept(all.stream().map(Stored::number).collect(toSet()));
    return all.stream().filter(r -> r.isOpen(now) || r.state() == ReceiverState.DELETED).toList();
  }

  /** Takes from one receiver as much as its lane has room for. */
  Taken take(Stored receiver, Instant now) {
    Lane lane = lanes.of(receiver.number());
    int room = lanes.room(lane, receiver.receiver().maxInFlight());
    if (room <= 0) {
      lane.setBehind(true);
      return new Taken(receiver, List.of(), List.of());
    }
    Taken taken =
        database.inTransaction(
            "lease deliveries of " + receiver.receiver().id(),
            c -> take(c, lane, receiver, room, now));
    taken.leased().forEach(leased -> lane.enter());
    lane.setBehind(taken.size() >= room);
    return taken;
  }

  /** Ends what was numbered while its receiver was deleted, or what a dead node left behind. */
  int cancel(Stored deleted, Instant now) {
    return database.inTransaction(
        "cancel the deliveries of deleted " + deleted.receiver().id(),
        c -> due.cancelPending(c, deleted.number(), Receivers.DELETED, now, Receivers.CANCEL_PAGE));
  }

  void giveBack(List<Leased> unsent) {
    List<DueRow> rows =
        unsent.stream().map(Leased::row).map(row -> row.unsent(leasedAt(row))).toList();
    unsent.forEach(leased -> leased.lane().leave());
    database.inTransaction(
        "give back leases",
        c -> {
          due.giveBack(c, rows);
          return rows;
        });
  }

  private Taken take(Connection c, Lane lane, Stored receiver, int room, Instant now)
      throws SQLException {
    List<DueRow> open = new ArrayList<>();
    List<DueRow> exhausted = new ArrayList<>();
    for (DueRow row : due.candidates(c, receiver.number(), now, room)) {
      (windowEnded(row, receiver, now) ? exhausted : open).add(row);
    }
    List<DueRow> leased = due.lease(c, open, settings.node(), now.plus(settings.lease()), now);
    noteLost(c, open, leased);
    return new Taken(receiver, prepared(c, lane, receiver, leased, now), parked(c, exhausted, now));
  }

  private static boolean windowEnded(DueRow row, Stored receiver, Instant now) {
    return row.windowStart() != null
        && !now.isBefore(Leased.standing(row, receiver).windowEnd(receiver.receiver().schedule()));
  }

  private List<DueRow> parked(Connection c, List<DueRow> exhausted, Instant now)
      throws SQLException {
    List<DueRow> parked = new ArrayList<>();
    for (DueRow row : exhausted) {
      if (due.endIdle(c, row, now)) {
        due.park(c, row, DeliveryState.EXHAUSTED, DeliveryPolicy.WINDOW_ENDED, now);
        noteLost(c, row);
        parked.add(row);
      }
    }
    return parked;
  }

  /** A lease that ended without an outcome is a lost attempt, and its next holder says so. */
  private void noteLost(Connection c, List<DueRow> before, List<DueRow> leased)
      throws SQLException {
    List<Long> ours = leased.stream().map(DueRow::seq).toList();
    for (DueRow row : before) {
      if (row.leasedUntil() != null && ours.contains(row.seq())) {
        noteLost(c, row);
      }
    }
  }

  private void noteLost(Connection c, DueRow row) throws SQLException {
    if (row.leasedUntil() != null) {
      attempts.appendLost(c, new Entry(row.receiverId(), row.seq(), lost(row)));
    }
  }

  private Attempt lost(DueRow row) {
    return new Attempt(
        row.leaseToken(),
        AckSource.PUSH,
        row.reason(),
        leasedAt(row),
        Duration.ZERO,
        Attempt.LOST,
        0,
        "The lease of node " + row.leasedBy() + " ended without an outcome",
        "",
        Objects.requireNonNull(row.leasedBy(), "a lease has a holder"));
  }

  private Instant leasedAt(DueRow row) {
    return Objects.requireNonNull(row.leasedUntil(), "a held row has a lease")
        .minus(settings.lease());
  }

  private List<Leased> prepared(
      Connection c, Lane lane, Stored receiver, List<DueRow> rows, Instant now)
      throws SQLException {
    Map<Long, Notification> notifications =
        deliveries.notifications(c, receiver.number(), rows.stream().map(DueRow::seq).toList());
    return rows.stream()
        .map(
            row ->
                new Leased(
                    lane,
                    receiver,
                    row,
                    delivery(receiver, row, notification(notifications, row), now)))
        .toList();
  }

  private static Notification notification(Map<Long, Notification> notifications, DueRow row) {
    return Objects.requireNonNull(
        notifications.get(row.seq()), "a due row has its delivery and notification");
  }

  private static Delivery delivery(
      Stored receiver, DueRow row, Notification notification, Instant now) {
    return new Delivery(
        receiver.receiver(),
        notification,
        receiver.epoch(),
        row.seq(),
        row.leaseToken(),
        row.reason(),
        receiver.activeSecrets(now));
  }
}
