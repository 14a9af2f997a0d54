package dev.tireless.deliver;

import static java.util.stream.Collectors.toSet;

import dev.tireless.ReceiverState;
import dev.tireless.TirelessException;
import dev.tireless.store.BacklogStore;
import dev.tireless.store.BacklogStore.PutOff;
import dev.tireless.store.Database;
import dev.tireless.store.DueRow;
import dev.tireless.store.DueStore;
import dev.tireless.store.RangeKey;
import dev.tireless.store.RangeStore;
import dev.tireless.store.ReceiverStore;
import dev.tireless.store.ReceiverStore.Stored;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases what is due, lane by lane and only as much as a lane has room for, so that a receiver with
 * a large backlog costs the others nothing. What comes due at the end of its window is given up
 * instead of leased.
 */
final class Intake {

  private static final Logger log = LoggerFactory.getLogger(Intake.class);

  private static final int OVER_PAGE = 100;

  private final Database database;
  private final DueStore due;
  private final RangeStore ranges;
  private final BacklogStore backlog;
  private final Leases leases;
  private final ReceiverStore receivers;
  private final Lanes lanes;

  Intake(Database database, Lanes lanes, EngineSettings settings) {
    this.database = database;
    this.due = new DueStore(database.dialect());
    this.ranges = new RangeStore(database.dialect());
    this.backlog = new BacklogStore(database.dialect());
    this.leases = new Leases(database.dialect(), settings);
    this.receivers = new ReceiverStore(database.dialect());
    this.lanes = lanes;
  }

  /** What was taken from one receiver: leases to send, and deliveries given up. */
  record Taken(Stored receiver, List<Leased> leased, List<DueRow> exhausted) {

    int size() {
      return leased.size() + exhausted.size();
    }
  }

  /** The receivers with something due that may be told something now, and the deleted ones. */
  List<Stored> withWork(Instant now) {
    Found found = find(now);
    if (!found.over().isEmpty()) {
      breakUp(found.over());
      found = find(now);
    }
    List<Stored> all = found.receivers();
    lanes.caughtUpExcept(all.stream().map(Stored::number).collect(toSet()));
    return all.stream().filter(r -> isOpen(r, now) || r.state() == ReceiverState.DELETED).toList();
  }

  private record Found(List<RangeKey> over, List<Stored> receivers) {}

  private Found find(Instant now) {
    return database.inTransaction(
        "find receivers with due deliveries",
        c ->
            new Found(
                ranges.over(c, now, OVER_PAGE),
                receivers.byNumbers(c, due.receiversWithDue(c, now))));
  }

  /** One that cannot be broken up must not stop the others, nor what is due. */
  private void breakUp(List<RangeKey> over) {
    try {
      breakUpTogether(over);
    } catch (TirelessException e) {
      log.debug("Could not break up {} ranges at once, so one by one", over.size(), e);
      over.forEach(this::breakUpAlone);
    }
  }

  private void breakUpAlone(RangeKey key) {
    try {
      breakUpTogether(List.of(key));
    } catch (TirelessException e) {
      log.error("What was leased as {} cannot go on; the others do", key, e);
    }
  }

  private void breakUpTogether(List<RangeKey> over) {
    database.inTransaction(
        "break up ranges whose leases are over",
        c -> {
          ranges.breakUp(c, over);
          return over;
        });
  }

  /** What waits for a receiver that is not told anything need not be looked for in a hurry. */
  private boolean isOpen(Stored receiver, Instant now) {
    Lane lane = lanes.of(receiver.number());
    boolean open = lane.isOpen(receiver, now);
    if (!open) {
      lane.setBehind(false);
    }
    return open;
  }

  /** Takes from one receiver as much as its lane has room for. */
  Taken take(Stored receiver, Instant now) {
    Lane lane = lanes.of(receiver.number());
    int room = lanes.room(lane, receiver.receiver().maxInFlight());
    if (room <= 0) {
      lane.setBehind(true);
      return new Taken(receiver, List.of(), List.of());
    }
    Read read =
        database.inTransaction(
            "lease deliveries of " + receiver.receiver().id(),
            c -> take(c, lane, receiver, room, now));
    read.taken().leased().forEach(leased -> lane.enter());
    lane.setBehind(read.rows() >= room);
    return read.taken();
  }

  /** What was taken of so many rows: as many as there is room for, and more may wait behind. */
  private record Read(Taken taken, int rows) {}

  /** Ends what was numbered while its receiver was deleted, or what a dead node left behind. */
  int cancel(Stored deleted, Instant now) {
    return database.inTransaction(
        "cancel the deliveries of deleted " + deleted.receiver().id(),
        c -> due.cancelPending(c, deleted.number(), Receivers.DELETED, now, Receivers.CANCEL_PAGE));
  }

  void giveBack(List<Leased> unsent) {
    List<DueRow> rows = unsent.stream().map(Leased::row).map(leases::unsent).toList();
    Set<RangeKey> inRanges =
        unsent.stream()
            .map(Leased::range)
            .filter(Objects::nonNull)
            .map(HeldRange::key)
            .collect(toSet());
    unsent.forEach(leased -> leased.lane().leave());
    database.inTransaction(
        "give back leases",
        c -> {
          ranges.breakUp(c, inRanges);
          due.giveBack(c, rows);
          return rows;
        });
  }

  private Read take(Connection c, Lane lane, Stored receiver, int room, Instant now)
      throws SQLException {
    List<DueRow> open = new ArrayList<>();
    List<DueRow> exhausted = new ArrayList<>();
    List<PutOff> early = new ArrayList<>();
    List<DueRow> candidates = due.candidates(c, receiver.number(), now, room);
    for (DueRow row : candidates) {
      if (Leased.windowEnded(row, receiver, now)) {
        exhausted.add(row);
      } else if (now.isBefore(Leased.gapEnd(row, receiver))) {
        early.add(Leased.untilGapEnd(row, receiver));
      } else {
        open.add(row);
      }
    }
    backlog.putOff(c, early, now);
    List<Leased> leased = leases.take(c, lane, receiver, open, null, now);
    List<DueRow> givenUp = leases.giveUp(c, exhausted, DeliveryPolicy.WINDOW_ENDED, now);
    return new Read(new Taken(receiver, leased, givenUp), candidates.size());
  }
}
