package dev.tireless.deliver;

import dev.tireless.AckSource;
import dev.tireless.Attempt;
import dev.tireless.AttemptReason;
import dev.tireless.Receiver;
import dev.tireless.store.AttemptStore;
import dev.tireless.store.AttemptStore.Entry;
import dev.tireless.store.Database;
import dev.tireless.store.NotificationStore;
import dev.tireless.store.ReceiverStore;
import dev.tireless.store.SequenceStore;
import dev.tireless.store.SequenceStore.Numbered;
import dev.tireless.store.SequenceStore.Unsequenced;
import dev.tireless.wire.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * Confirms what somebody else than the engine has carried to its receiver, a transactional message
 * for one: the deliveries get their numbers, and an attempt that was acked. What is not confirmed
 * in time is sent by the engine, and what it took on already is left to it. Only a notification
 * that is addressed to one receiver can be carried. Thread-safe.
 */
public final class Carried {

  /** The most that are confirmed in one transaction. */
  public static final int MAX_AT_ONCE = Sequencer.MAX_NOTIFICATIONS;

  private final Database database;
  private final SequenceStore store;
  private final Numbering numbering;
  private final AttemptStore attempts;
  private final ReceiverStore receivers;
  private final String node;
  private final Clock clock;

  /**
   * @param node who is said to have made the attempts, at most 64 characters
   */
  public Carried(DataSource dataSource, String node, Clock clock) {
    this.database = new Database(dataSource);
    this.store = new SequenceStore(database.dialect());
    this.numbering = new Numbering(database.dialect());
    this.attempts = new AttemptStore(database.dialect());
    this.receivers = new ReceiverStore(database.dialect());
    this.node = node;
    this.clock = clock;
  }

  /**
   * What the receiver has.
   *
   * @param detail what the carrier answered, at most 1 KiB of it are kept
   */
  public record Confirmation(
      String notificationId, Instant startedAt, Duration duration, String detail) {}

  /**
   * Confirms up to {@value #MAX_AT_ONCE}, in one transaction. Of those that were confirmed before,
   * or that the engine took on, nothing is written.
   *
   * @return how many were open
   * @throws dev.tireless.TirelessException when the database fails; confirming again is safe
   */
  public int confirm(List<Confirmation> confirmations) {
    Map<String, Confirmation> byId = new TreeMap<>();
    confirmations.forEach(one -> byId.put(one.notificationId(), one));
    return byId.isEmpty()
        ? 0
        : database.inTransaction("confirm what was carried", c -> confirm(c, byId));
  }

  /** Where a receiver is, and every key that is active for it now, the current one first. */
  public record Addressee(Receiver receiver, List<Secret> secrets) {}

  /** How to reach a receiver now; empty when nothing may be sent to it, or it does not exist. */
  public Optional<Addressee> addressee(String tenant, String receiver) {
    Instant now = clock.instant();
    return database
        .read("find receiver " + receiver, c -> receivers.find(c, tenant, receiver))
        .filter(stored -> stored.isOpen(now))
        .map(stored -> new Addressee(stored.receiver(), stored.activeSecrets(now)));
  }

  /** Whether a notification of this id was committed. */
  public boolean isPublished(String notificationId) {
    return database.read("find a notification", c -> NotificationStore.isThere(c, notificationId));
  }

  private int confirm(Connection c, Map<String, Confirmation> byId) throws SQLException {
    List<Unsequenced> open =
        store.outboxRows(c, List.copyOf(byId.keySet())).stream()
            .filter(u -> u.addressees().size() == 1)
            .toList();
    FanOut fanOut = new FanOut();
    Recipients recipients = new Recipients(store, c, open);
    for (Unsequenced next : open) {
      fanOut.take(next, recipients.of(next));
    }
    if (!open.isEmpty()) {
      write(c, fanOut, byId);
    }
    return open.size();
  }

  private void write(Connection c, FanOut fanOut, Map<String, Confirmation> byId)
      throws SQLException {
    List<Numbered> all = new ArrayList<>();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    numbering.write(
        c,
        fanOut,
        now,
        numbered -> {
          all.addAll(numbered);
          return new Numbering.Opened(List.of(), List.of());
        });
    attempts.append(c, all.stream().map(d -> entry(d, byId)).toList());
    store.finish(c, fanOut.finished());
  }

  private Entry entry(Numbered delivery, Map<String, Confirmation> byId) {
    Confirmation one = Objects.requireNonNull(byId.get(delivery.notificationId()));
    Attempt attempt =
        new Attempt(
            1,
            AckSource.PUSH,
            AttemptReason.SCHEDULED,
            one.startedAt(),
            one.duration(),
            "ACKED",
            0,
            "",
            one.detail(),
            node);
    return new Entry(delivery.receiverId(), delivery.seq(), attempt);
  }
}
