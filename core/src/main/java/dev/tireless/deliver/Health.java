package dev.tireless.deliver;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import dev.tireless.ReceiverHealth;
import dev.tireless.ReceiverHealth.Draining;
import dev.tireless.ReceiverHealth.Failing;
import dev.tireless.ReceiverHealth.Healthy;
import dev.tireless.ReceiverHealth.Hold;
import dev.tireless.ReceiverState;
import dev.tireless.deliver.Answers.FailedProbe;
import dev.tireless.deliver.Intake.Taken;
import dev.tireless.deliver.Sweep.Swept;
import dev.tireless.store.BacklogStore;
import dev.tireless.store.Database;
import dev.tireless.store.ReceiverStore;
import dev.tireless.store.ReceiverStore.Stored;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to receivers that do not answer: notices when one fails, has it probed and what waits behind
 * it swept, and drains it when it is back. {@link HealthPolicy} decides, this carries it out.
 *
 * <p>Several nodes share a receiver's health by its columns, and every change of it is a
 * compare-and-set, so that of several nodes one probes and one drains. What leads to a change,
 * failures in a row and the last ack, each node keeps for itself: a receiver fails for all as soon
 * as one node finds so, and no longer when any node hears an ack.
 *
 * <p>Outcomes come on one thread, everything else belongs to another.
 */
final class Health {

  private static final Logger log = LoggerFactory.getLogger(Health.class);

  /** Other nodes' changes are seen this late; own ones at once. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /** A failing receiver with nothing to do for is left alone so long. */
  private static final Duration REST = Duration.ofSeconds(1);

  private final Database database;
  private final ReceiverStore receivers;
  private final BacklogStore backlog;
  private final Lanes lanes;
  private final EngineSettings settings;
  private final Listeners listeners;
  private final Probe probe;
  private final Sweep sweep;
  private final Drain drain;
  private final Consumer<Leased> giveBack;
  private final Set<Long> suspects = ConcurrentHashMap.newKeySet();
  private final Set<Long> news = ConcurrentHashMap.newKeySet();
  private final Set<Long> offSchedule = new HashSet<>();
  private final Map<Long, Instant> resting = new HashMap<>();
  private Instant nextLookAt = Instant.MIN;

  /**
   * Knows of no receiver yet.
   *
   * @param giveBack takes what was leased for an attempt that must not start any more
   */
  Health(
      Database database,
      Lanes lanes,
      EngineSettings settings,
      Listeners listeners,
      Consumer<Leased> giveBack) {
    this.database = database;
    this.receivers = new ReceiverStore(database.dialect());
    this.backlog = new BacklogStore(database.dialect());
    this.lanes = lanes;
    this.settings = settings;
    this.listeners = listeners;
    this.giveBack = giveBack;
    this.probe = new Probe(database, lanes, settings);
    this.sweep = new Sweep(database, settings);
    this.drain = new Drain(database, lanes, settings);
  }

  /** These outcomes are recorded. */
  void ended(List<Finished> recorded) {
    for (Finished finished : recorded) {
      Lane lane = finished.leased().lane();
      if (lane.answers().ended(finished)) {
        suspects.add(finished.leased().row().receiverId());
      }
      if (lane.isOffSchedule()) {
        news.add(finished.leased().row().receiverId());
      }
    }
  }

  /** Whether outcomes came that may change the health of their receivers. */
  boolean hasNews() {
    return !news.isEmpty();
  }

  /** The receivers that need to be looked after now; mostly none. */
  List<Stored> unwell(Instant now) {
    if (news.isEmpty() && now.isBefore(nextLookAt)) {
      return List.of();
    }
    nextLookAt = now.plus(LOOK_EVERY);
    news.forEach(resting::remove);
    news.removeAll(Set.copyOf(news));
    sweep.begin();
    List<Stored> all = database.read("look after failing receivers", c -> unwell(c, suspects(now)));
    noteOffSchedule(all);
    return all;
  }

  /** Lets other nodes go on with the drains of this one, which stops. */
  void letGo() {
    for (Stored receiver : database.read("find drains", receivers::unwell)) {
      if (receiver.health() instanceof Draining d && HealthPolicy.isDrainOf(d, settings.node())) {
        changed(receiver, c -> HealthPolicy.drained(d, d.turn(), null));
      }
    }
  }

  private void noteOffSchedule(List<Stored> all) {
    Set<Long> now =
        all.stream()
            .filter(receiver -> !(receiver.health() instanceof Healthy))
            .map(Stored::number)
            .collect(toSet());
    offSchedule.stream().filter(number -> !now.contains(number)).forEach(this::backOnSchedule);
    offSchedule.retainAll(now);
    now.forEach(this::offSchedule);
  }

  /** What is due waits in the database, and nothing new may overtake it. */
  private void backOnSchedule(long number) {
    lanes.of(number).setOffSchedule(false);
    lanes.of(number).setBehind(true);
  }

  /** What is due is not to be asked for, and what is leased already not to be started. */
  private void offSchedule(long number) {
    Lane lane = lanes.of(number);
    lane.setBehind(false);
    if (offSchedule.add(number)) {
      lane.setOffSchedule(true);
      for (Leased next = lane.poll(); next != null; next = lane.poll()) {
        giveBack.accept(next);
      }
    }
  }

  private Set<Long> suspects(Instant now) {
    suspects.removeIf(number -> answersOf(number).row().isEmpty());
    return suspects.stream()
        .filter(number -> answersOf(number).isSuspect(now))
        .collect(toCollection(HashSet::new));
  }

  private Answers answersOf(long number) {
    return lanes.of(number).answers();
  }

  private List<Stored> unwell(Connection c, Set<Long> suspects) throws SQLException {
    List<Stored> all = new ArrayList<>(receivers.unwell(c));
    all.forEach(receiver -> suspects.remove(receiver.number()));
    all.addAll(receivers.byNumbers(c, List.copyOf(suspects)));
    return all;
  }

  /** Takes from it what its health allows: a probe, a part of its drain, or what is at its end. */
  Taken attend(Stored receiver, Instant now) {
    if (receiver.state() == ReceiverState.DELETED || !receiver.isOpen(now)) {
      return new Taken(receiver, List.of(), List.of());
    }
    Stored judged = judged(receiver, now);
    Stored known = judged.health() instanceof Failing f ? answered(judged, f, now) : judged;
    if (known.health() instanceof Failing failing) {
      return waiting(known, failing, now);
    }
    return known.health() instanceof Draining d
        ? draining(known, d, now)
        : new Taken(known, List.of(), List.of());
  }

  private Taken waiting(Stored receiver, Failing failing, Instant now) {
    if (now.isBefore(resting.getOrDefault(receiver.number(), now))) {
      return new Taken(receiver, List.of(), List.of());
    }
    Swept swept = sweep.next(receiver, failing, now);
    List<Leased> probes =
        HealthPolicy.mayProbe(failing, now) ? probe.next(receiver, failing, now) : List.of();
    if (swept.rows() == 0 && probes.isEmpty()) {
      rest(receiver, failing, now);
    }
    return new Taken(receiver, probes, swept.givenUp());
  }

  private void rest(Stored receiver, Failing failing, Instant now) {
    Instant end = now.plus(REST);
    boolean isSooner = failing.nextProbeAt().isAfter(now) && failing.nextProbeAt().isBefore(end);
    resting.put(receiver.number(), isSooner ? failing.nextProbeAt() : end);
  }

  /** A drain that took something may be at its end, which is found at the next look. */
  private Taken draining(Stored receiver, Draining draining, Instant now) {
    Taken taken = drain.next(receiver, draining, now);
    if (taken.receiver().health() instanceof Healthy) {
      offSchedule.remove(receiver.number());
      backOnSchedule(receiver.number());
    } else if (taken.size() > 0) {
      news.add(receiver.number());
    }
    return taken;
  }

  /** Failing, if that is what this node saw. */
  private Stored judged(Stored receiver, Instant now) {
    Answers answers = answersOf(receiver.number());
    if (!answers.isSuspect(now)) {
      return receiver;
    }
    FailuresInRow row = answers.row();
    Stored changed =
        changed(
            receiver,
            c ->
                HealthPolicy.failed(
                    receiver.health(),
                    row,
                    backlog.waiting(c, receiver.number(), HealthPolicy.MANY),
                    now));
    if (changed.health() instanceof Failing failing && isChanged(changed, receiver)) {
      offSchedule(changed.number());
      reportFailing(changed, failing, row);
    }
    answers.judged(row);
    return changed;
  }

  /** Draining, if this node heard an ack; otherwise the next probe waits for its time. */
  private Stored answered(Stored receiver, Failing failing, Instant now) {
    Answers answers = answersOf(receiver.number());
    if (HealthPolicy.isNews(failing, answers.lastAckAt())) {
      return recovered(receiver, answers, now);
    }
    FailedProbe failed = answers.failedProbe();
    return failed == null ? receiver : probeFailed(receiver, answers, failed);
  }

  private Stored recovered(Stored receiver, Answers answers, Instant now) {
    Hold hold = new Hold(settings.node(), now.plus(settings.lease()));
    Stored changed =
        changed(
            receiver,
            c ->
                HealthPolicy.acked(
                    receiver.health(),
                    answers.lastAckAt(),
                    backlog.last(c, receiver.number()),
                    hold));
    if (changed.health() instanceof Draining draining && isChanged(changed, receiver)) {
      answers.startDrain();
      reportRecovered(changed, draining);
    }
    return changed;
  }

  private Stored probeFailed(Stored receiver, Answers answers, FailedProbe failed) {
    Hold hold = new Hold(settings.node(), failed.leasedUntil());
    Stored changed =
        changed(
            receiver,
            c ->
                HealthPolicy.probeFailed(
                    receiver.health(),
                    hold,
                    failed.endedAt(),
                    backlog.waiting(c, receiver.number(), 2).size() < 2));
    answers.told(failed);
    return changed;
  }

  /**
   * Writes what the policy decides; what another node was faster with is left for the next look.
   */
  private Stored changed(Stored receiver, Database.Work<ReceiverHealth> decision) {
    return database.inTransaction(
        "change the health of " + receiver.receiver().id(),
        c -> {
          ReceiverHealth health = decision.run(c);
          return !health.equals(receiver.health()) && receivers.changeHealth(c, receiver, health)
              ? receiver.health(health)
              : receiver;
        });
  }

  private static boolean isChanged(Stored now, Stored before) {
    return now.healthVersion() != before.healthVersion();
  }

  private void reportFailing(Stored receiver, Failing failing, FailuresInRow row) {
    log.warn(
        "Receiver {} is failing since {}: {} deliveries in a row, the last ack {}; next probe {}",
        receiver.receiver().id(),
        failing.since(),
        row.size(),
        failing.lastAckAt(),
        failing.nextProbeAt());
    listeners.tell(l -> l.failing(receiver.receiver()));
  }

  private void reportRecovered(Stored receiver, Draining draining) {
    log.info(
        "Receiver {} acks again, failing since {}: what waits up to seq {} goes out now",
        receiver.receiver().id(),
        draining.since(),
        draining.upTo());
    listeners.tell(l -> l.recovered(receiver.receiver()));
  }
}
