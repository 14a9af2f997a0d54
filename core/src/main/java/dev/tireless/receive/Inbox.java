package dev.tireless.receive;

import dev.tireless.LocalTransaction;
import dev.tireless.TirelessException;
import dev.tireless.receive.Applier.Admission;
import dev.tireless.store.Dialect;
import dev.tireless.store.ReceiptStore;
import dev.tireless.store.ReceiptStore.Seen;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies notifications in the receiver's database, each version of a subject once.
 *
 * <p>Pushed, pulled, asked for: every way in leads here. One row per subject, the receipt, says
 * which version was applied last; raising it and the handler's work are one local transaction. So
 * it does not matter how often, in which order or by how many threads and nodes at once a result is
 * told: its effect happens once, and never after that of a higher version. Nothing is applied
 * unless the commit succeeded.
 *
 * <p>When two tellings of a subject meet, the database may sacrifice one of them (deadlock, lock
 * timeout, at higher isolation levels a serialization failure). That is {@link
 * InboxOutcome#FAILED}, and the next telling settles it.
 *
 * <p>Writes one line to the log per notification. Immutable and safe for use by several threads.
 */
public final class Inbox {

  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

  private final LocalTransaction transaction;
  private final ReceiptStore store;
  private final Applier applier;
  private final @Nullable ResultQuery results;

  /**
   * An inbox in the database that the transactions go to.
   *
   * @param clock dates receipts and what was seen; nothing is decided by it
   * @throws TirelessException when the database cannot be reached or is none that we know
   */
  public Inbox(LocalTransaction transaction, Clock clock) {
    this.transaction = transaction;
    this.store = new ReceiptStore(dialect(transaction));
    this.applier = new Applier(store, clock);
    this.results = null;
  }

  private Inbox(Inbox inbox, ResultQuery results) {
    this.transaction = inbox.transaction;
    this.store = inbox.store;
    this.applier = inbox.applier;
    this.results = results;
  }

  /** This inbox, able to ask the notifier. */
  public Inbox asking(ResultQuery results) {
    return new Inbox(this, results);
  }

  /**
   * Applies the notification unless its subject has this version or a higher one.
   *
   * <p>Never throws: what the handler throws is in the result. Acknowledge exactly when the outcome
   * {@linkplain InboxOutcome#isAck() says so}.
   */
  public InboxResult receive(ReceivedNotification notification, NotificationHandler handler) {
    return run(notification, handler, Admission.NEWER);
  }

  /**
   * Applies the notification again on purpose (再次消费), though its version was applied: the handler
   * must bear that. A lower version than the applied one is still ignored.
   */
  public InboxResult reprocess(ReceivedNotification notification, NotificationHandler handler) {
    return run(notification, handler, Admission.NEWER_OR_SAME);
  }

  /**
   * Asks the notifier for the newest result and {@linkplain #receive receives} it.
   *
   * @return empty when the notifier knows of no result
   * @throws IllegalStateException when this inbox is not {@linkplain #asking able to ask}
   */
  public Optional<InboxResult> ask(String topic, String subject, NotificationHandler handler) {
    return query(topic, subject).map(result -> receive(result, handler));
  }

  /**
   * Asks the notifier for the newest result and {@linkplain #reprocess reprocesses} it.
   *
   * @return empty when the notifier knows of no result
   * @throws IllegalStateException when this inbox is not {@linkplain #asking able to ask}
   */
  public Optional<InboxResult> reprocess(
      String topic, String subject, NotificationHandler handler) {
    return query(topic, subject).map(result -> reprocess(result, handler));
  }

  /**
   * Deliveries that failed or were refused and still wait, the longest unseen first. One leaves the
   * list when its version, or a higher one, was applied in whatever way; a refusal for another
   * payload of the applied version leaves it only by a higher one.
   *
   * @throws TirelessException when the database cannot be read
   */
  public List<FailedNotification> failed(int limit) {
    try {
      return transaction.run(c -> store.unapplied(c, limit)).stream()
          .map(Inbox::failedNotification)
          .toList();
    } catch (Exception e) {
      throw new TirelessException("Could not list the failed notifications: " + e, e);
    }
  }

  /**
   * Notes one whose payload the notifier has not any more. If nothing newer was applied it is
   * refused: what it said must be found out in another way, and fetching it again does not help.
   */
  InboxResult expunged(ReceivedNotification notification, String payloadHash) {
    return noted(notification, c -> applier.expunged(c, notification, payloadHash));
  }

  /** Notes one that was told in a way that cannot be used, as failed. */
  InboxResult unusable(
      ReceivedNotification notification, String payloadHash, RuntimeException why) {
    InboxResult result = InboxResult.failed(why);
    return noted(notification, c -> applier.noted(c, notification, payloadHash, result));
  }

  /** Whether a place is known to be this notification's, whatever became of it. */
  boolean isKnown(String notifier, long epoch, long seq, String id) {
    try {
      return transaction.run(c -> store.isAt(c, notifier, epoch, seq, id));
    } catch (Exception e) {
      throw new TirelessException("Could not look for %s at %d: %s".formatted(id, seq, e), e);
    }
  }

  private InboxResult noted(
      ReceivedNotification notification, LocalTransaction.Work<InboxResult> work) {
    InboxResult result;
    try {
      result = transaction.run(work);
    } catch (Exception e) {
      result = InboxResult.failed(e);
    }
    LOG.warn("{}: {} {}", notification, result.outcome(), result.reason());
    return result;
  }

  private InboxResult run(
      ReceivedNotification notification, NotificationHandler handler, Admission admission) {
    InboxResult result = attempt(notification, handler, admission);
    if (result.outcome().isAck()) {
      LOG.info("{}: {} {}", notification, result.outcome(), result.reason());
    } else {
      LOG.warn("{}: {} {}", notification, result.outcome(), result.reason(), result.cause());
    }
    return result;
  }

  // Catches everything, as the worker loop does: one bad notification must not block the others.
  private InboxResult attempt(
      ReceivedNotification notification, NotificationHandler handler, Admission admission) {
    try {
      return transaction.run(c -> applier.apply(c, notification, handler, admission));
    } catch (RefusedException e) {
      return noteRolledBack(notification, InboxResult.refused(e));
    } catch (Throwable e) {
      InboxResult result = noteRolledBack(notification, InboxResult.failed(e));
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return result;
    }
  }

  // A refusal that could not be kept visible must not end the telling, so it becomes a failure.
  private InboxResult noteRolledBack(ReceivedNotification notification, InboxResult result) {
    if (notification.place() == null) {
      return result;
    }
    try {
      return transaction.run(c -> applier.noted(c, notification, result));
    } catch (Exception e) {
      if (result.cause() == null) {
        return InboxResult.failed(e);
      }
      result.cause().addSuppressed(e);
      return result;
    }
  }

  private Optional<ReceivedNotification> query(String topic, String subject) {
    if (results == null) {
      throw new IllegalStateException(
          "This inbox cannot ask for %s/%s: give it a ResultQuery".formatted(topic, subject));
    }
    return results.query(topic, subject);
  }

  private static FailedNotification failedNotification(Seen seen) {
    return new FailedNotification(
        seen.notifier(),
        seen.epoch(),
        seen.seq(),
        seen.notificationId(),
        seen.topic(),
        seen.subject(),
        seen.version(),
        InboxOutcome.valueOf(seen.outcome()),
        seen.error(),
        seen.seenAt());
  }

  private static Dialect dialect(LocalTransaction transaction) {
    try {
      return transaction.run(Dialect::of);
    } catch (Exception e) {
      throw new TirelessException("Cannot connect to the database of the inbox: " + e, e);
    }
  }
}
