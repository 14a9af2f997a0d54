package dev.tireless.deliver;

import dev.tireless.Delivery;
import dev.tireless.Notification;
import dev.tireless.store.DueRow;
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

  private final Map<Long, Place> places = new HashMap<>();
  private final List<Held> held = new ArrayList<>();
  private final EngineSettings settings;
  private final Instant now;

  /** Where a receiver's deliveries go, and for how many there still is room. */
  private static final class Place {
    final Stored receiver;
    final Lane lane;
    int room;

    Place(Stored receiver, Lane lane, int room) {
      this.receiver = receiver;
      this.lane = lane;
      this.room = room;
    }
  }

  private record Held(Place place, DueRow row, String notificationId) {}

  private FreshLeases(EngineSettings settings, Instant now) {
    this.settings = settings;
    this.now = now;
  }

  static FreshLeases of(
      Connection c,
      ReceiverStore store,
      List<Long> receivers,
      Lanes lanes,
      EngineSettings settings,
      Instant now)
      throws SQLException {
    FreshLeases leases = new FreshLeases(settings, now);
    for (Stored receiver : store.byNumbers(c, receivers)) {
      Lane lane = lanes.of(receiver.number());
      boolean open = receiver.isOpen(now) && !lane.isBehind();
      int room = open ? lanes.room(lane, receiver.receiver().maxInFlight()) : 0;
      leases.places.put(receiver.number(), new Place(receiver, lane, room));
    }
    return leases;
  }

  /** The due row of a delivery with its number: leased where there is room, else as it is. */
  DueRow due(Numbered numbered) {
    Place place = places.get(numbered.receiverId());
    DueRow row = numbered.due();
    if (place == null || row.dueAt().isAfter(now)) {
      return row;
    }
    if (place.room <= 0) {
      place.lane.setBehind(true);
      return row;
    }
    place.room--;
    DueRow leased = row.leased(settings.node(), now.plus(settings.lease()), now);
    held.add(new Held(place, leased, numbered.notificationId()));
    return leased;
  }

  /** What this node holds now, after the commit; it is in its lanes. */
  List<Leased> entered(Function<String, @Nullable Notification> notifications) {
    List<Leased> all = new ArrayList<>();
    for (Held one : held) {
      one.place().lane.enter();
      Notification notification =
          Objects.requireNonNull(notifications.apply(one.notificationId()), "written just now");
      all.add(leased(one, notification));
    }
    return all;
  }

  private Leased leased(Held one, Notification notification) {
    Stored receiver = one.place().receiver;
    Delivery delivery =
        new Delivery(
            receiver.receiver(),
            notification,
            receiver.epoch(),
            one.row().seq(),
            one.row().leaseToken(),
            one.row().reason(),
            receiver.activeSecrets(now));
    return new Leased(one.place().lane, receiver, one.row(), delivery);
  }
}
