package dev.tireless.deliver;

import dev.tireless.Notification;
import dev.tireless.deliver.Numbering.Opened;
import dev.tireless.store.DueRow;
import dev.tireless.store.LeasedRange;
import dev.tireless.store.ReceiverStore;
import dev.tireless.store.ReceiverStore.Stored;
import dev.tireless.store.SequenceStore.Numbered;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Leases deliveries to this node in the transaction that gives them their numbers, so that they can
 * be sent without being read back: as many as a lane has room for, and none that would overtake
 * what waits in the database. For one transaction.
 */
final class FreshLeases {

  private static final int SMALLEST_RANGE = 2;

  private final Map<Long, Place> places = new HashMap<>();
  private final List<Held> held = new ArrayList<>();
  private final EngineSettings settings;
  private final Instant now;

  /** Where a receiver's deliveries go, for how many there still is room, and which took it. */
  private static final class Place {
    final Stored receiver;
    final Lane lane;
    final boolean open;
    final List<DueRow> leased = new ArrayList<>();
    int room;
    @Nullable HeldRange range;

    Place(Stored receiver, Lane lane, boolean open, int room) {
      this.receiver = receiver;
      this.lane = lane;
      this.open = open;
      this.room = room;
    }
  }

  private record Held(Place place, DueRow row, String notificationId) {}

  private FreshLeases(EngineSettings settings, Instant now) {
    this.settings = settings;
    this.now = now;
  }

  /** Makes them; what does not change from one transaction to the next. */
  record Source(ReceiverStore store, Lanes lanes, EngineSettings settings) {

    FreshLeases of(Connection c, List<Long> receivers, Instant now) throws SQLException {
      FreshLeases leases = new FreshLeases(settings, now);
      for (Stored receiver : store.byNumbers(c, receivers)) {
        leases.places.put(receiver.number(), place(receiver, now));
      }
      return leases;
    }

    private Place place(Stored receiver, Instant now) {
      Lane lane = lanes.of(receiver.number());
      boolean open = lane.isOpen(receiver, now);
      boolean direct = open && !lane.isBehind();
      int room = direct ? lanes.room(lane, receiver.receiver().maxInFlight()) : 0;
      return new Place(receiver, lane, open, room);
    }
  }

  /**
   * Opens deliveries with their numbers: where there is room they are leased, in ranges if they are
   * several of one receiver, and else as they are.
   */
  Opened open(List<Numbered> numbered) {
    List<DueRow> rows = new ArrayList<>();
    for (Numbered next : numbered) {
      DueRow row = leased(next);
      if (row.leasedUntil() == null) {
        rows.add(row);
      }
    }
    List<LeasedRange> ranges = new ArrayList<>();
    for (Place place : places.values()) {
      if (place.leased.size() < SMALLEST_RANGE) {
        rows.addAll(place.leased);
      } else {
        LeasedRange range = LeasedRange.of(place.leased, now);
        place.range = new HeldRange(range);
        ranges.add(range);
      }
    }
    return new Opened(rows, ranges);
  }

  /** It is leased only where there is room; so of each receiver the first ones are. */
  private DueRow leased(Numbered numbered) {
    Place place = places.get(numbered.receiverId());
    DueRow row = numbered.due(now);
    if (place == null || !place.open) {
      return row;
    }
    if (place.room <= 0) {
      place.lane.setBehind(true);
      return row;
    }
    place.room--;
    DueRow leased = row.leased(settings.node(), now.plus(settings.lease()), now);
    place.leased.add(leased);
    held.add(new Held(place, leased, numbered.notificationId()));
    return leased;
  }

  /** Of which notifications some were leased. */
  List<String> notificationIds() {
    return held.stream().map(Held::notificationId).distinct().toList();
  }

  /** What this node holds now, after the commit; it is in its lanes. */
  List<Leased> entered(Function<String, @Nullable Notification> notifications) {
    List<Leased> all = new ArrayList<>();
    for (Held one : held) {
      one.place().lane.enter();
      Notification notification =
          Objects.requireNonNull(notifications.apply(one.notificationId()), "written just now");
      Place place = one.place();
      all.add(Leased.of(place.lane, place.receiver, one.row(), notification, now).in(place.range));
    }
    return all;
  }
}
