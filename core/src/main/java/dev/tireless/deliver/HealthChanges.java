package dev.tireless.deliver;

import dev.tireless.ReceiverHealth;
import dev.tireless.ReceiverHealth.Draining;
import dev.tireless.ReceiverHealth.Failing;
import dev.tireless.ReceiverHealth.Hold;
import dev.tireless.deliver.Answers.FailedProbe;
import dev.tireless.store.BacklogStore;
import dev.tireless.store.Database;
import dev.tireless.store.RangeStore;
import dev.tireless.store.ReceiverStore;
import dev.tireless.store.ReceiverStore.Stored;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what this node's answers mean for the health of their receiver. Each change is a
 * compare-and-set: where another node was faster, nothing is written, and the answers are kept for
 * the next look.
 */
final class HealthChanges {

  private static final Logger log = LoggerFactory.getLogger(HealthChanges.class);

  private final Database database;
  private final ReceiverStore receivers;
  private final BacklogStore backlog;
  private final RangeStore ranges;
  private final EngineSettings settings;
  private final Listeners listeners;

  HealthChanges(Database database, EngineSettings settings, Listeners listeners) {
    this.database = database;
    this.receivers = new ReceiverStore(database.dialect());
    this.backlog = new BacklogStore(database.dialect());
    this.ranges = new RangeStore(database.dialect());
    this.settings = settings;
    this.listeners = listeners;
  }

  /** The receiver as it is after what was answered. */
  Stored after(Answers answers, Stored receiver, Instant now) {
    Stored judged = answers.isSuspect(now) ? judged(answers, receiver, now) : receiver;
    return judged.health() instanceof Failing failing
        ? answered(answers, judged, failing, now)
        : judged;
  }

  /** Lets another node go on with the drain. */
  void letGo(Stored receiver, Draining draining) {
    changed(receiver, c -> HealthPolicy.drained(draining, draining.turn(), null));
  }

  /** Failing, if that is what the failures mean. */
  private Stored judged(Answers answers, Stored receiver, Instant now) {
    FailuresInRow row = answers.row();
    Optional<Stored> changed =
        changed(
            receiver,
            c ->
                HealthPolicy.failed(
                    receiver.health(),
                    row,
                    backlog.waiting(c, receiver.number(), HealthPolicy.MANY),
                    now));
    changed.ifPresent(
        after -> {
          answers.judged(row);
          reportFailing(receiver, after, row);
        });
    return changed.orElse(receiver);
  }

  /** Draining, if an ack came; otherwise the next probe waits for its time. */
  private Stored answered(Answers answers, Stored receiver, Failing failing, Instant now) {
    if (HealthPolicy.isNews(failing, answers.lastAckAt())) {
      return recovered(answers, receiver, now);
    }
    FailedProbe failed = answers.failedProbe();
    return failed == null ? receiver : probeFailed(answers, receiver, failed);
  }

  private Stored recovered(Answers answers, Stored receiver, Instant now) {
    Hold hold = new Hold(settings.node(), now.plus(settings.lease()));
    Optional<Stored> changed =
        changed(
            receiver,
            c ->
                HealthPolicy.acked(
                    receiver.health(),
                    answers.lastAckAt(),
                    backlog.last(c, receiver.number()),
                    hold));
    changed.ifPresent(
        after -> {
          answers.startDrain();
          reportRecovered(receiver, after);
        });
    return changed.orElse(receiver);
  }

  private Stored probeFailed(Answers answers, Stored receiver, FailedProbe failed) {
    Hold hold = new Hold(settings.node(), failed.leasedUntil());
    Optional<Stored> changed =
        changed(
            receiver,
            c ->
                HealthPolicy.probeFailed(
                    receiver.health(),
                    hold,
                    failed.endedAt(),
                    backlog.waiting(c, receiver.number(), 2).size() < 2));
    changed.ifPresent(after -> answers.told(failed));
    return changed.orElse(receiver);
  }

  /** As it is then, be it changed or not; empty when somebody else changed it meanwhile. */
  private Optional<Stored> changed(Stored receiver, Database.Work<ReceiverHealth> decision) {
    return database.inTransaction(
        "change the health of " + receiver.receiver().id(),
        c -> {
          ranges.breakUpAll(c, receiver.number()); // so that all that waits has a row of its own
          ReceiverHealth health = decision.run(c);
          if (health.equals(receiver.health())) {
            return Optional.of(receiver);
          }
          return receivers.changeHealth(c, receiver, health)
              ? Optional.of(receiver.health(health))
              : Optional.empty();
        });
  }

  private void reportFailing(Stored before, Stored after, FailuresInRow row) {
    if (before.health() instanceof Failing || !(after.health() instanceof Failing failing)) {
      return;
    }
    log.warn(
        "Receiver {} is failing since {}: {} deliveries in a row, the last ack {}; next probe {}",
        after.receiver().id(),
        failing.since(),
        row.size(),
        failing.lastAckAt(),
        failing.nextProbeAt());
    listeners.tell(l -> l.failing(after.receiver()));
  }

  private void reportRecovered(Stored before, Stored after) {
    if (before.health() instanceof Failing && after.health() instanceof Draining draining) {
      log.info(
          "Receiver {} acks again, failing since {}: what waits up to seq {} goes out now",
          after.receiver().id(),
          draining.since(),
          draining.upTo());
      listeners.tell(l -> l.recovered(after.receiver()));
    }
  }
}
