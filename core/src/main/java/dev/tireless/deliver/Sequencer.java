package dev.tireless.deliver;

import dev.tireless.Notification;
import dev.tireless.TirelessException;
import dev.tireless.store.Database;
import dev.tireless.store.DeliveryStore;
import dev.tireless.store.Dialect;
import dev.tireless.store.SequenceStore;
import dev.tireless.store.SequenceStore.Unsequenced;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a batch out of the outbox and gives each delivery the next number of its receiver, in one
 * short transaction. Numbers are given only to what is committed, under the lock of the receiver's
 * head, so they are dense and their order never changes.
 */
final class Sequencer {

  private static final Logger log = LoggerFactory.getLogger(Sequencer.class);

  static final int MAX_NOTIFICATIONS = 500;
  static final int MAX_DELIVERIES = 5_000;

  private final Database database;
  private final SequenceStore store;
  private final DeliveryStore deliveries = new DeliveryStore();
  private final Numbering numbering;
  private final FreshLeases.Source freshLeases;
  private final Consumer<List<Leased>> sequenced;
  private final Clock clock;

  /**
   * A sequencer.
   *
   * @param sequenced called after a commit with what was leased in it, to be sent next
   */
  Sequencer(
      Database database,
      FreshLeases.Source freshLeases,
      Clock clock,
      Consumer<List<Leased>> sequenced) {
    this.database = database;
    this.store = new SequenceStore(database.dialect());
    this.numbering = new Numbering(database.dialect());
    this.freshLeases = freshLeases;
    this.sequenced = sequenced;
    this.clock = clock;
  }

  /** Sequences one batch and tells how many notifications it took on; 0 when nothing waits. */
  int sequence() {
    try {
      return sequence(c -> store.outbox(c, now(), MAX_NOTIFICATIONS));
    } catch (TirelessException e) {
      if (isUnreachable(e)) {
        throw e;
      }
      log.debug("Could not sequence a batch at once, so one by one", e);
      return oneByOne();
    }
  }

  /** Another node was faster with one of the batch, or one is broken: only that one must fail. */
  private int oneByOne() {
    return database
        .read("read the outbox", c -> store.outboxIds(c, now(), MAX_NOTIFICATIONS))
        .stream()
        .mapToInt(this::sequenceAlone)
        .sum();
  }

  private int sequenceAlone(String id) {
    try {
      return sequence(c -> store.outboxRows(c, List.of(id)));
    } catch (TirelessException e) {
      if (isUnreachable(e)) {
        throw e;
      }
      if (isDuplicate(e)) {
        log.info("Notification {} is being sequenced elsewhere", id);
      } else {
        log.error("Notification {} cannot be sequenced; the others go on", id, e);
      }
      return 0;
    }
  }

  /** What one transaction did; of what it leased, the notifications that can be sent. */
  private record Sequenced(int taken, FreshLeases fresh, Map<String, Notification> leased) {}

  private int sequence(Database.Work<List<Unsequenced>> batch) {
    Sequenced done = database.inTransaction("sequence the outbox", c -> sequence(c, batch.run(c)));
    sequenced.accept(done.fresh().entered(done.leased()::get));
    return done.taken();
  }

  private Sequenced sequence(Connection c, List<Unsequenced> batch) throws SQLException {
    FanOut fanOut = new FanOut();
    Recipients recipients = new Recipients(store, c, batch);
    for (Unsequenced next : batch) {
      if (!fanOut.take(next, recipients.of(next))) {
        break;
      }
    }
    Instant now = now();
    FreshLeases fresh = freshLeases.of(c, fanOut.receivers(), now);
    if (fanOut.taken() > 0) {
      numbering.write(c, fanOut, now, fresh::open);
      finish(c, fanOut);
    }
    return new Sequenced(fanOut.taken(), fresh, deliveries.byIds(c, fresh.notificationIds()));
  }

  private void finish(Connection c, FanOut fanOut) throws SQLException {
    store.finish(c, fanOut.finished());
    if (fanOut.unfinished() != null) {
      store.noteFanOut(c, fanOut.unfinished().notificationId(), fanOut.lastReceiver());
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static boolean isUnreachable(TirelessException e) {
    return e.getCause() instanceof SQLException cause && Dialect.isUnreachable(cause);
  }

  private static boolean isDuplicate(TirelessException e) {
    return e.getCause() instanceof SQLException cause && Dialect.isDuplicate(cause);
  }
}
