package dev.tireless.deliver;

import dev.tireless.AckSource;
import dev.tireless.Attempt;
import dev.tireless.AttemptReason;
import dev.tireless.Notification;
import dev.tireless.store.AttemptStore;
import dev.tireless.store.AttemptStore.Entry;
import dev.tireless.store.BacklogStore;
import dev.tireless.store.DeliveryStore;
import dev.tireless.store.Dialect;
import dev.tireless.store.DueRow;
import dev.tireless.store.DueStore;
import dev.tireless.store.ReceiverStore.Stored;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes rows that nobody holds, for an attempt or to give them up. A lease that ended without an
 * outcome is a lost attempt, and the next one to take its row says so.
 */
final class Leases {

  private static final Logger log = LoggerFactory.getLogger(Leases.class);

  /** Why what has no payload any more is parked. */
  private static final String EXPUNGED = "PAYLOAD_EXPUNGED";

  private final DueStore due;
  private final BacklogStore backlog;
  private final AttemptStore attempts;
  private final DeliveryStore deliveries = new DeliveryStore();
  private final EngineSettings settings;

  Leases(Dialect dialect, EngineSettings settings) {
    this.due = new DueStore(dialect);
    this.backlog = new BacklogStore(dialect);
    this.attempts = new AttemptStore(dialect);
    this.settings = settings;
  }

  /**
   * Leases those that still are as they were read. What has no payload any more cannot be sent, and
   * is given up instead, so that it does not stop the others.
   *
   * @param why null for the schedule
   */
  List<Leased> take(
      Connection c,
      Lane lane,
      Stored receiver,
      List<DueRow> read,
      @Nullable AttemptReason why,
      Instant now)
      throws SQLException {
    Map<Long, Notification> notifications =
        deliveries.notifications(c, receiver.number(), read.stream().map(DueRow::seq).toList());
    giveUpExpunged(c, read, notifications.keySet(), now);
    List<DueRow> sendable =
        read.stream().filter(row -> notifications.containsKey(row.seq())).toList();
    Instant until = now.plus(settings.lease());
    List<DueRow> leased = due.lease(c, sendable, why, settings.node(), until, now);
    noteLost(c, sendable, leased);
    return leased.stream()
        .map(row -> Leased.of(lane, receiver, row, notification(notifications, row), now))
        .toList();
  }

  private void giveUpExpunged(Connection c, List<DueRow> read, Set<Long> sendable, Instant now)
      throws SQLException {
    List<DueRow> expunged = read.stream().filter(row -> !sendable.contains(row.seq())).toList();
    for (DueRow row : giveUp(c, expunged, EXPUNGED, now)) {
      log.error("{} was due and its payload is expunged, so it is given up", row);
    }
  }

  /** Gives up those that still are as they were read, and tells which. */
  List<DueRow> giveUp(Connection c, List<DueRow> rows, String reason, Instant now)
      throws SQLException {
    List<DueRow> givenUp = new ArrayList<>();
    for (DueRow row : rows) {
      if (backlog.giveUp(c, row, reason, now)) {
        noteLost(c, row);
        givenUp.add(row);
      }
    }
    return givenUp;
  }

  /** The row as it is when its lease led to no attempt. */
  DueRow unsent(DueRow row) {
    return row.unsent(leasedAt(row));
  }

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

  private static Notification notification(Map<Long, Notification> notifications, DueRow row) {
    return Objects.requireNonNull(
        notifications.get(row.seq()), "a due row has its delivery and notification");
  }
}
