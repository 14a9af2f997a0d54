package dev.tireless.deliver;

import dev.tireless.AckSource;
import dev.tireless.Attempt;
import dev.tireless.Notification;
import dev.tireless.ReceiverState;
import dev.tireless.store.AttemptStore;
import dev.tireless.store.AttemptStore.Entry;
import dev.tireless.store.AuditStore;
import dev.tireless.store.AuditStore.Finding;
import dev.tireless.store.Database;
import dev.tireless.store.DeliveryStore;
import dev.tireless.store.DeliveryStore.Backlog;
import dev.tireless.store.DeliveryStore.Progress;
import dev.tireless.store.DueStore;
import dev.tireless.store.FeedStore;
import dev.tireless.store.PullStore;
import dev.tireless.store.PullStore.Unacked;
import dev.tireless.store.ReceiverStore;
import dev.tireless.store.ReceiverStore.Stored;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * The operator's view of deliveries and hand on them: see where they stand, replay what was given
 * up, cancel, take an ack that came by another way, audit. Thread-safe; every change is one
 * transaction and holds for all nodes.
 */
public final class Deliveries {

  private static final int ACKS_AT_ONCE = 500;

  private final Database database;
  private final DeliveryStore deliveries;
  private final DueStore due;
  private final AttemptStore attempts;
  private final ReceiverStore receivers;
  private final PullStore pull;
  private final FeedStore feed = new FeedStore();
  private final AuditStore audit = new AuditStore();
  private final Clock clock;

  public Deliveries(DataSource dataSource, Clock clock) {
    this.database = new Database(dataSource);
    this.deliveries = new DeliveryStore();
    this.due = new DueStore(database.dialect());
    this.attempts = new AttemptStore(database.dialect());
    this.receivers = new ReceiverStore(database.dialect());
    this.pull = new PullStore(database.dialect());
    this.clock = clock;
  }

  /** Where one delivery stands; empty when there is none. */
  public Optional<Progress> find(String tenant, String receiver, long seq) {
    long number = number(tenant, receiver);
    return database.read("find a delivery", c -> deliveries.progress(c, number, seq));
  }

  /** All deliveries of all versions of a subject, in the order of versions. */
  public List<Progress> ofSubject(String tenant, String topic, String subject) {
    return database.read(
        "find the deliveries of " + subject, c -> deliveries.ofSubject(c, tenant, topic, subject));
  }

  /** The history of one delivery, the oldest first. */
  public List<Attempt> attempts(String tenant, String receiver, long seq) {
    long number = number(tenant, receiver);
    return database.read("read attempts", c -> attempts.ofDelivery(c, number, seq));
  }

  /**
   * Tells a given-up delivery again, with a new window; false when it is not given up, when its
   * payload is expunged, or when its receiver is deleted.
   */
  public boolean replay(String tenant, String receiver, long seq) {
    Stored stored = stored(tenant, receiver);
    return stored.state() != ReceiverState.DELETED
        && database.inTransaction(
            "replay a delivery", c -> due.replay(c, stored.number(), seq, now()));
  }

  /**
   * Stops the telling, not the fact: to correct it, publish a higher version. False when it is not
   * pending. An attempt in flight may still arrive, and its ack counts.
   */
  public boolean cancel(String tenant, String receiver, long seq, String reason) {
    long number = number(tenant, receiver);
    return database.inTransaction(
        "cancel a delivery", c -> due.cancel(c, number, seq, reason, now()));
  }

  /**
   * Takes an ack that did not come as the answer to an attempt; it counts for a given-up delivery
   * too. False when the delivery was acked before, or does not exist.
   *
   * @param source {@link AckSource#PULL} or {@link AckSource#MANUAL}
   */
  public boolean acknowledge(String tenant, String receiver, long seq, AckSource source) {
    if (source == AckSource.PUSH) {
      throw new IllegalArgumentException("An ack by push is recorded by the engine alone");
    }
    Stored stored = stored(tenant, receiver);
    boolean acknowledged =
        database.inTransaction(
            "acknowledge a delivery", c -> acknowledge(c, stored.number(), seq, source));
    if (source == AckSource.PULL) {
      SignOfLife.note(database, receivers, stored, now());
    }
    return acknowledged;
  }

  /**
   * Takes the receiver's own word for many of its deliveries; a sign of life of it.
   *
   * @param seqs those that are unknown or acked already do no harm
   * @return how many were open
   */
  public long acknowledgePulled(String tenant, String receiver, Collection<Long> seqs) {
    Stored stored = stored(tenant, receiver);
    List<Long> ascending = List.copyOf(new TreeSet<>(seqs));
    long acked = 0;
    for (int from = 0; from < ascending.size(); from += ACKS_AT_ONCE) {
      int to = Math.min(ascending.size(), from + ACKS_AT_ONCE);
      acked += acknowledgePulled(stored.number(), ascending.subList(from, to));
    }
    SignOfLife.note(database, receivers, stored, now());
    return acked;
  }

  /** The same for all up to a number, as far as they were given by now. */
  public long acknowledgePulledUpTo(String tenant, String receiver, long upTo) {
    Stored stored = stored(tenant, receiver);
    long last = database.read("read the watermark", c -> feed.extent(c, stored.number())).lastSeq();
    long until = Math.min(upTo, last);
    long acked = 0;
    List<Long> open = openUpTo(stored, until);
    while (!open.isEmpty()) {
      acked += acknowledgePulled(stored.number(), open);
      open = openUpTo(stored, until);
    }
    SignOfLife.note(database, receivers, stored, now());
    return acked;
  }

  private List<Long> openUpTo(Stored stored, long upTo) {
    List<Long> open =
        database.inTransaction(
            "find open deliveries", c -> pull.openUpTo(c, stored.number(), upTo, ACKS_AT_ONCE));
    return open.stream().sorted().toList();
  }

  private long acknowledgePulled(long number, List<Long> seqs) {
    return database.inTransaction(
        "acknowledge deliveries",
        c -> {
          SortedMap<Long, Long> tokens = pull.end(c, number, seqs);
          attempts.append(
              c,
              tokens.entrySet().stream()
                  .map(e -> new Entry(number, e.getKey(), ack(e.getValue() + 1, AckSource.PULL)))
                  .toList());
          return tokens.size();
        });
  }

  /** What the receiver has not acked. */
  public Unacked unacked(String tenant, String receiver) {
    long number = number(tenant, receiver);
    return database.read("count unacked deliveries", c -> pull.unacked(c, number));
  }

  private boolean acknowledge(Connection c, long number, long seq, AckSource source)
      throws SQLException {
    Optional<Long> token = due.lockOpen(c, number, seq);
    if (token.isEmpty() || !due.ack(c, number, seq)) {
      return false;
    }
    attempts.appendLate(c, new Entry(number, seq, ack(token.get() + 1, source)));
    return true;
  }

  private Attempt ack(long number, AckSource source) {
    return new Attempt(number, source, null, now(), Duration.ZERO, "ACKED", 0, "", "", "");
  }

  /** Notifications that nobody was subscribed to, the oldest first. */
  public List<Notification> unrouted(int limit) {
    return database.read("list unrouted notifications", c -> deliveries.unrouted(c, limit));
  }

  /**
   * Sends an unrouted notification to whoever is subscribed now; false when it is routed, or when
   * its payload is expunged.
   */
  public boolean route(String notificationId) {
    return database.inTransaction(
        "route " + notificationId,
        c -> {
          boolean reopened = deliveries.reopen(c, notificationId);
          if (!reopened) {
            c.rollback();
          }
          return reopened;
        });
  }

  public Backlog backlog() {
    return database.read("count the backlog", deliveries::backlog);
  }

  /** Rows that contradict the promises: bugs of ours. Reads whole tables: for once a day. */
  public List<Finding> audit() {
    return database.read("audit deliveries", audit::findings);
  }

  private long number(String tenant, String receiver) {
    return stored(tenant, receiver).number();
  }

  private Stored stored(String tenant, String receiver) {
    return database
        .read("find receiver " + receiver, c -> receivers.find(c, tenant, receiver))
        .orElseThrow(
            () ->
                new IllegalArgumentException("Tenant " + tenant + " has no receiver " + receiver));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
