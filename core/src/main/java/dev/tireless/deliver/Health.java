package dev.tireless.deliver;

import dev.tireless.ReceiverHealth.Draining;
import dev.tireless.ReceiverHealth.Failing;
import dev.tireless.ReceiverHealth.Healthy;
import dev.tireless.ReceiverState;
import dev.tireless.deliver.Intake.Taken;
import dev.tireless.deliver.Sweep.Swept;
import dev.tireless.store.Database;
import dev.tireless.store.ReceiverStore;
import dev.tireless.store.ReceiverStore.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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

  /** A failing receiver with nothing to do for is left alone so long. */
  private static final Duration REST = Duration.ofSeconds(1);

  private final Database database;
  private final ReceiverStore receivers;
  private final Lanes lanes;
  private final EngineSettings settings;
  private final HealthWatch watch;
  private final HealthChanges changes;
  private final Probe probe;
  private final Sweep sweep;
  private final Drain drain;
  private final Map<Long, Rest> resting = new HashMap<>();

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
    this.lanes = lanes;
    this.settings = settings;
    this.watch = new HealthWatch(database, lanes, giveBack);
    this.changes = new HealthChanges(database, settings, listeners);
    this.probe = new Probe(database, lanes, settings);
    this.sweep = new Sweep(database, settings);
    this.drain = new Drain(database, lanes, settings);
  }

  /** These outcomes are recorded. */
  void ended(List<Finished> recorded) {
    watch.ended(recorded);
  }

  /** Whether outcomes came that may change the health of their receivers. */
  boolean hasNews() {
    return watch.hasNews();
  }

  /** The receivers that need to be looked after now; mostly none. */
  List<Stored> unwell(Instant now) {
    if (!watch.isTimeToLook(now)) {
      return List.of();
    }
    watch.takeNews().forEach(resting::remove);
    sweep.begin();
    return watch.look(now);
  }

  /** Lets other nodes go on with the drains of this one, which stops. */
  void letGo() {
    for (Stored receiver : database.read("find drains", receivers::unwell)) {
      if (receiver.health() instanceof Draining d && HealthPolicy.isDrainOf(d, settings.node())) {
        changes.letGo(receiver, d);
      }
    }
  }

  /** Takes from it what its health allows: a probe, a part of its drain, or what is at its end. */
  Taken attend(Stored receiver, Instant now) {
    if (receiver.state() == ReceiverState.DELETED || !receiver.isOpen(now)) {
      return nothing(receiver);
    }
    Stored known = changes.after(lanes.of(receiver.number()).answers(), receiver, now);
    if (known.health() instanceof Healthy) {
      return nothing(known);
    }
    watch.offSchedule(known.number());
    return known.health() instanceof Failing failing
        ? failing(known, failing, now)
        : draining(known, (Draining) known.health(), now);
  }

  private Taken failing(Stored receiver, Failing failing, Instant now) {
    if (!resting.getOrDefault(receiver.number(), Rest.NONE).isOver(now)) {
      return nothing(receiver);
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
    resting.put(receiver.number(), new Rest(now, isSooner ? failing.nextProbeAt() : end));
  }

  /** A drain that took something may be at its end, which is found at the next look. */
  private Taken draining(Stored receiver, Draining draining, Instant now) {
    Taken taken = drain.next(receiver, draining, now);
    if (taken.receiver().health() instanceof Healthy) {
      resting.remove(receiver.number());
      watch.backOnSchedule(receiver.number());
    } else if (taken.size() > 0) {
      watch.addNews(receiver.number());
    }
    return taken;
  }

  private static Taken nothing(Stored receiver) {
    return new Taken(receiver, List.of(), List.of());
  }
}
