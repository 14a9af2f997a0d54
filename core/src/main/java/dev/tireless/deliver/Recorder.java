package dev.tireless.deliver;

import static java.util.stream.Collectors.toSet;

import dev.tireless.AckSource;
import dev.tireless.Attempt;
import dev.tireless.DeliveryState;
import dev.tireless.Outcome;
import dev.tireless.Receiver;
import dev.tireless.store.AttemptStore;
import dev.tireless.store.AttemptStore.Entry;
import dev.tireless.store.Database;
import dev.tireless.store.DueRow;
import dev.tireless.store.DueStore;
import dev.tireless.store.DueStore.InFlight;
import dev.tireless.store.DueStore.Retry;
import dev.tireless.store.RangeKey;
import dev.tireless.store.ReceiverStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes outcomes, many in one transaction; each kind of change goes through its rows in the order
 * (receiver, seq).
 *
 * <p>An outcome is <i>fresh</i> while the delivery still carries its lease; only then does it
 * decide what comes next. A <i>late</i> one (its lease went to another, or it was recorded already,
 * or the delivery was given up meanwhile) goes to the history, and an ack among them still counts,
 * unless the delivery was acked before and the receiver wished behind that to be told it again. A
 * wish for what is pending or given up waits for an ack, and takes this one for it.
 */
final class Recorder {

  private static final Logger log = LoggerFactory.getLogger(Recorder.class);

  private static final int SUSPEND_AT_GONE = 3;
  private static final Comparator<Finished> ROW_ORDER =
      Comparator.comparingLong((Finished f) -> f.leased().row().receiverId())
          .thenComparingLong(f -> f.leased().row().seq());

  private static final Comparator<Decided> ANSWER_ORDER =
      Comparator.comparing(d -> d.finished().endedAt());

  private final Database database;
  private final DueStore due;
  private final AttemptStore attempts;
  private final RangeAcks rangeAcks;
  private final ReceiverStore receivers;
  private final DeliveryPolicy policy;
  private final Listeners listeners;
  private final String node;

  Recorder(Database database, DeliveryPolicy policy, Listeners listeners, String node) {
    this.database = database;
    this.due = new DueStore(database.dialect());
    this.attempts = new AttemptStore(database.dialect());
    this.rangeAcks = new RangeAcks(database.dialect());
    this.receivers = new ReceiverStore(database.dialect());
    this.policy = policy;
    this.listeners = listeners;
    this.node = node;
  }

  /** An outcome with what it means. */
  private record Decided(Finished finished, Decision decision) {

    boolean isIn(Set<RangeKey> ranges) {
      HeldRange range = finished.leased().range();
      return range != null && ranges.contains(range.key());
    }
  }

  /** Records all of them or none. */
  void record(List<Finished> batch) {
    record(batch, false);
  }

  /**
   * The same for one that could not be recorded with others: perhaps it was recorded already, and
   * only the answer was lost. That shows when it is by itself, and not in a range.
   */
  void recordAlone(Finished one) {
    record(List.of(one), true);
  }

  private void record(List<Finished> batch, boolean alone) {
    List<Decided> decided =
        batch.stream().sorted(ROW_ORDER).map(f -> new Decided(f, decide(f))).toList();
    Written written = database.inTransaction("record attempts", c -> write(c, decided, alone));
    RangeAcks.count(written.inRanges());
    written.fresh().forEach(d -> report(d, d.decision().state()));
    written.lateAcks().forEach(d -> report(d, DeliveryState.ACKED));
    written.late().forEach(d -> report(d, null));
    written.suspended().forEach(this::reportSuspended);
  }

  private Decision decide(Finished f) {
    return policy.decide(
        f.leased().standing(),
        f.leased().delivery().receiver().schedule(),
        f.outcome(),
        f.endedAt());
  }

  /**
   * What was fresh, what late and counts all the same, and what only late; of what was fresh, the
   * acks within ranges.
   */
  private record Written(
      List<Decided> fresh,
      List<Decided> lateAcks,
      List<Decided> late,
      List<Leased> inRanges,
      List<Decided> suspended) {}

  private Written write(Connection c, List<Decided> decided, boolean alone) throws SQLException {
    Set<RangeKey> kept = keptRanges(c, decided, alone);
    List<Decided> inRanges = decided.stream().filter(d -> d.isIn(kept)).toList();
    List<Decided> others = decided.stream().filter(d -> !d.isIn(kept)).toList();
    rangeAcks.end(c, leased(inRanges));
    List<Decided> fresh = new ArrayList<>(inRanges);
    List<Decided> late = new ArrayList<>();
    split(ended(others), due.endHeld(c, rows(ended(others))), fresh, late);
    split(retried(others), due.retryHeld(c, retries(retried(others))), fresh, late);
    attempts.append(c, fresh.stream().map(d -> d.finished().entry(node)).toList());
    park(c, fresh);
    List<Decided> lateAcks = writeLate(c, late);
    holdOff(c, fresh);
    holdOff(c, late);
    late.removeAll(lateAcks);
    return new Written(fresh, lateAcks, late, leased(inRanges), countGone(c, fresh));
  }

  private Set<RangeKey> keptRanges(Connection c, List<Decided> decided, boolean alone)
      throws SQLException {
    List<Decided> acks =
        decided.stream().filter(d -> d.decision() instanceof Decision.Ack && !alone).toList();
    List<Decided> others =
        decided.stream().filter(d -> !(d.decision() instanceof Decision.Ack) || alone).toList();
    return rangeAcks.kept(c, leased(acks), leased(others));
  }

  private static List<Leased> leased(List<Decided> decided) {
    return decided.stream().map(d -> d.finished().leased()).toList();
  }

  private static void split(
      List<Decided> decided, boolean[] held, List<Decided> fresh, List<Decided> late) {
    for (int i = 0; i < held.length; i++) {
      (held[i] ? fresh : late).add(decided.get(i));
    }
  }

  private static List<Decided> ended(List<Decided> decided) {
    return decided.stream().filter(d -> !(d.decision() instanceof Decision.Retry)).toList();
  }

  private static List<Decided> retried(List<Decided> decided) {
    return decided.stream().filter(d -> d.decision() instanceof Decision.Retry).toList();
  }

  private static List<DueRow> rows(List<Decided> decided) {
    return decided.stream().map(d -> d.finished().leased().row()).toList();
  }

  private static List<Retry> retries(List<Decided> decided) {
    return decided.stream()
        .map(
            d -> {
              Decision.Retry retry = (Decision.Retry) d.decision();
              return new Retry(
                  d.finished().leased().row(),
                  retry.dueAt(),
                  retry.failures(),
                  d.finished().outcome().name(),
                  d.finished().endedAt());
            })
        .toList();
  }

  private void park(Connection c, List<Decided> fresh) throws SQLException {
    for (Decided d : fresh) {
      if (d.decision() instanceof Decision.Park park) {
        due.park(
            c, d.finished().leased().row(), park.state(), park.reason(), d.finished().endedAt());
      }
    }
  }

  /** Tells which of them are acks that count. */
  private List<Decided> writeLate(Connection c, List<Decided> late) throws SQLException {
    List<Decided> acks = new ArrayList<>();
    for (Decided d : late) {
      attempts.appendLate(c, d.finished().entry(node));
      if (d.decision() instanceof Decision.Ack && lateAck(c, d.finished())) {
        acks.add(d);
      }
    }
    return acks;
  }

  /** The receiver may have wished for what it acked since: an older ack does not end that. */
  private boolean lateAck(Connection c, Finished ack) throws SQLException {
    DueRow row = ack.leased().row();
    due.lockOpen(c, row.receiverId(), row.seq());
    if (attempts.reopenedSince(c, row.receiverId(), row.seq(), row.leaseToken())) {
      return false;
    }
    keepNumber(c, ack);
    due.ack(c, row.receiverId(), row.seq());
    return true;
  }

  /** A later attempt may be in flight, and its number must not go to a redelivery meanwhile. */
  private void keepNumber(Connection c, Finished ack) throws SQLException {
    DueRow row = ack.leased().row();
    Optional<InFlight> other = due.inFlight(c, row.receiverId(), row.seq());
    if (other.isPresent() && other.get().token() > row.leaseToken()) {
      attempts.appendLost(
          c, new Entry(row.receiverId(), row.seq(), overtaken(other.get(), ack.endedAt())));
    }
  }

  private static Attempt overtaken(InFlight other, Instant at) {
    return new Attempt(
        other.token(),
        AckSource.PUSH,
        other.reason(),
        at,
        Duration.ZERO,
        Attempt.LOST,
        0,
        "The ack of an earlier attempt came first",
        "",
        "");
  }

  /** A receiver that asks for time says so about itself, whatever became of the delivery. */
  private void holdOff(Connection c, List<Decided> all) throws SQLException {
    for (Decided d : all) {
      Instant until = holdOff(d.finished());
      if (until != null) {
        receivers.holdOff(c, number(d), until);
      }
    }
  }

  /**
   * "In a row" is by the time of the answers, so receivers with a 410 are gone through in order.
   */
  private List<Decided> countGone(Connection c, List<Decided> fresh) throws SQLException {
    Set<Long> gone = fresh.stream().filter(Recorder::isGone).map(Recorder::number).collect(toSet());
    List<Long> others =
        fresh.stream().map(Recorder::number).filter(n -> !gone.contains(n)).distinct().toList();
    receivers.notGone(c, others);
    List<Decided> suspended = new ArrayList<>();
    for (Decided d : fresh.stream().sorted(ANSWER_ORDER).toList()) {
      if (isGone(d) && receivers.countGone(c, number(d), SUSPEND_AT_GONE)) {
        suspended.add(d);
      } else if (!isGone(d) && gone.contains(number(d))) {
        receivers.notGone(c, List.of(number(d)));
      }
    }
    return suspended;
  }

  private static boolean isGone(Decided d) {
    return d.finished().outcome() instanceof Outcome.Gone;
  }

  private static long number(Decided d) {
    return d.finished().leased().row().receiverId();
  }

  private static @Nullable Instant holdOff(Finished f) {
    return f.outcome() instanceof Outcome.Failed failed && failed.retryAfter() != null
        ? f.endedAt().plus(failed.retryAfter())
        : null;
  }

  private void report(Decided d, @Nullable DeliveryState state) {
    Finished f = d.finished();
    boolean pending = state == DeliveryState.PENDING;
    Instant next = pending ? ((Decision.Retry) d.decision()).dueAt() : null;
    log.info(
        "{} {} to {} seq {} attempt {}: {} {} in {} ms, {}, next {}",
        AckSource.PUSH,
        f.leased().delivery().notification().id(),
        f.leased().delivery().receiver().id(),
        f.leased().row().seq(),
        f.leased().row().leaseToken(),
        f.outcome().name(),
        f.outcome().status(),
        f.startedAt().until(f.endedAt(), ChronoUnit.MILLIS),
        state == null ? "too late" : state,
        next);
    listeners.tell(l -> l.attempted(f.leased().delivery(), f.attempt(node), state, next));
  }

  private void reportSuspended(Decided d) {
    Receiver receiver = d.finished().leased().delivery().receiver();
    log.warn("Receiver {} answered 410 three times in a row and is suspended", receiver.id());
    listeners.tell(l -> l.suspended(receiver));
  }
}
