package dev.tireless.deliver;

import dev.tireless.Notification;
import dev.tireless.deliver.Numbering.Opened;
import dev.tireless.store.DueRow;
import dev.tireless.store.LeasedRange;
import dev.tireless.store.RangeStore;
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
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Leases deliveries to this node in the transaction that gives them their numbers, so that they can
 * be sent without being read back: as many as a lane has room for, and none that would overtake
 * what waits in the database. For one transaction.
 */
final class FreshLeases {

  private static final int SMALLEST_RANGE = 2;

  private final Map<Long, Place> places = new HashMap<>();
  private final EngineSettings settings;
  private final Instant now;

  /** Where a receiver's deliveries go, for how many there still is room, and which took it. */
  private static final class Place {
    final Stored receiver;
    final Lane lane;
    final boolean open;
    final List<Held> held = new ArrayList<>();
    int room;

    Place(Stored receiver, Lane lane, boolean open, int room) {
      this.receiver = receiver;
      this.lane = lane;
      this.open = open;
      this.room = room;
    }
  }

  private static final class Held {
    final Place place;
    final DueRow row;
    final String notificationId;
    @Nullable HeldRange range;

    Held(Place place, DueRow row, String notificationId) {
      this.place = place;
      this.row = row;
      this.notificationId = notificationId;
    }

    Leased entered(Notification notification, Instant now) {
      place.lane.enter();
      return Leased.of(place.lane, place.receiver, row, notification, now).in(range);
    }
  }

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
    Opened opened = new Opened(new ArrayList<>(), new ArrayList<>());
    for (Numbered next : numbered) {
      if (!lease(next)) {
        opened.rows().add(next.due(now));
      }
    }
    for (Place place : places.values()) {
      for (int from = 0; from < place.held.size(); from += RangeStore.LARGEST) {
        int to = Math.min(place.held.size(), from + RangeStore.LARGEST);
        open(place.held.subList(from, to), opened);
      }
    }
    return opened;
  }

  private void open(List<Held> together, Opened opened) {
    List<DueRow> rows = together.stream().map(held -> held.row).toList();
    if (rows.size() < SMALLEST_RANGE) {
      opened.rows().addAll(rows);
    } else {
      LeasedRange range = LeasedRange.of(rows, now);
      HeldRange heldRange = new HeldRange(range);
      together.forEach(held -> held.range = heldRange);
      opened.ranges().add(range);
    }
  }

  /** Only where there is room; so of each receiver the first ones are leased. */
  private boolean lease(Numbered numbered) {
    Place place = places.get(numbered.receiverId());
    if (place == null || !place.open) {
      return false;
    }
    if (place.room <= 0) {
      place.lane.setBehind(true);
      return false;
    }
    place.room--;
    Instant until = now.plus(settings.lease());
    DueRow row = numbered.due(now).leased(settings.node(), until, now);
    place.held.add(new Held(place, row, numbered.notificationId()));
    return true;
  }

  /** Of which notifications some were leased. */
  List<String> notificationIds() {
    return held().map(held -> held.notificationId).distinct().toList();
  }

  /**
   * What this node sends now, after the commit; it is in its lanes. What has no notification that
   * can be sent is left to the end of its lease, behind which it is given up.
   */
  List<Leased> entered(Function<String, @Nullable Notification> notifications) {
    List<Leased> entered = new ArrayList<>();
    held()
        .forEach(
            held -> {
              Notification notification = notifications.apply(held.notificationId);
              if (notification != null) {
                entered.add(held.entered(notification, now));
              }
            });
    return entered;
  }

  private Stream<Held> held() {
    return places.values().stream().flatMap(place -> place.held.stream());
  }
}
