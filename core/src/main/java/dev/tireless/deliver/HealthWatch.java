package dev.tireless.deliver;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import dev.tireless.ReceiverHealth.Healthy;
import dev.tireless.store.Database;
import dev.tireless.store.ReceiverStore;
import dev.tireless.store.ReceiverStore.Stored;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Knows which receivers need to be looked after, and keeps the lanes of those that fail or drain
 * off the schedule. Outcomes come on one thread, everything else belongs to another.
 */
final class HealthWatch {

  /** Other nodes' changes are seen this late; own ones at once. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final Database database;
  private final ReceiverStore receivers;
  private final Lanes lanes;
  private final Consumer<Leased> giveBack;
  private final Set<Long> suspects = ConcurrentHashMap.newKeySet();
  private final Set<Long> news = ConcurrentHashMap.newKeySet();
  private final Set<Long> offSchedule = new HashSet<>();
  private Rest untilNextLook = Rest.NONE;

  /**
   * Knows of no receiver yet.
   *
   * @param giveBack takes what was leased for an attempt that must not start any more
   */
  HealthWatch(Database database, Lanes lanes, Consumer<Leased> giveBack) {
    this.database = database;
    this.receivers = new ReceiverStore(database.dialect());
    this.lanes = lanes;
    this.giveBack = giveBack;
  }

  void ended(List<Finished> recorded) {
    for (Finished finished : recorded) {
      Lane lane = finished.leased().lane();
      if (lane.answers().ended(finished)) {
        suspects.add(finished.leased().row().receiverId());
      }
      if (lane.isOffSchedule()) {
        addNews(finished.leased().row().receiverId());
      }
    }
  }

  /** The next look at this receiver need not wait for its time. */
  void addNews(long number) {
    news.add(number);
  }

  boolean hasNews() {
    return !news.isEmpty();
  }

  boolean isTimeToLook(Instant now) {
    return hasNews() || untilNextLook.isOver(now);
  }

  /** The receivers of which there is news since the last look. */
  Set<Long> takeNews() {
    Set<Long> taken = Set.copyOf(news);
    news.removeAll(taken);
    return taken;
  }

  /** Those that fail or drain, and those that this node suspects. */
  List<Stored> look(Instant now) {
    untilNextLook = new Rest(now, now.plus(LOOK_EVERY));
    List<Stored> all = database.read("look after failing receivers", c -> unwell(c, suspects(now)));
    noteOffSchedule(all);
    return all;
  }

  private List<Stored> unwell(Connection c, Set<Long> suspects) throws SQLException {
    List<Stored> all = new ArrayList<>(receivers.unwell(c));
    all.forEach(receiver -> suspects.remove(receiver.number()));
    all.addAll(receivers.byNumbers(c, List.copyOf(suspects)));
    return all;
  }

  private Set<Long> suspects(Instant now) {
    suspects.removeIf(number -> lanes.of(number).answers().row().isEmpty());
    return suspects.stream()
        .filter(number -> lanes.of(number).answers().isSuspect(now))
        .collect(toCollection(HashSet::new));
  }

  private void noteOffSchedule(List<Stored> all) {
    Set<Long> now =
        all.stream()
            .filter(receiver -> !(receiver.health() instanceof Healthy))
            .map(Stored::number)
            .collect(toSet());
    Set.copyOf(offSchedule).stream()
        .filter(number -> !now.contains(number))
        .forEach(this::backOnSchedule);
    now.forEach(this::offSchedule);
  }

  /** What is due waits in the database, and nothing new may overtake it. */
  void backOnSchedule(long number) {
    offSchedule.remove(number);
    lanes.of(number).setOffSchedule(false);
    lanes.of(number).setBehind(true);
  }

  /** What is due is not to be asked for, and what is leased already not to be started. */
  void offSchedule(long number) {
    Lane lane = lanes.of(number);
    lane.setBehind(false);
    if (offSchedule.add(number)) {
      lane.setOffSchedule(true);
      for (Leased next = lane.poll(); next != null; next = lane.poll()) {
        giveBack.accept(next);
      }
    }
  }
}
