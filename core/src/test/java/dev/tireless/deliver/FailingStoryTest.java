package dev.tireless.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.Attempt;
import dev.tireless.AttemptReason;
import dev.tireless.Delivery;
import dev.tireless.DeliveryState;
import dev.tireless.Outcome;
import dev.tireless.Receiver;
import dev.tireless.ReceiverHealth.Failing;
import dev.tireless.ReceiverHealth.Healthy;
import dev.tireless.ReceiverState;
import dev.tireless.schedule.RetrySchedule;
import dev.tireless.store.Database;
import dev.tireless.store.DeliveryStore.Progress;
import dev.tireless.store.Migration;
import dev.tireless.store.ReceiverStore;
import dev.tireless.store.ReceiverStore.Stored;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.testing.ManualEngine;
import dev.tireless.testing.RecordingChannel;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A receiver goes down and comes back, by the clock and without waiting. */
class FailingStoryTest {

  private static final Duration LOOK = Duration.ofMillis(100);

  private final TestDatabase database = TestDatabases.h2();
  private final List<String> heard = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();
  private Fixture fixture;
  private ManualEngine engine;
  private boolean up;
  private Set<Long> poisonous = Set.of();

  @BeforeEach
  void start() {
    Migration.apply(database.dataSource());
    fixture = new Fixture(database.dataSource(), 7);
    fixture.receivers.upsert(Fixture.receiver("account"));
    fixture.channel.answering(this::answer);
    engine = fixture.engine(new Listening());
  }

  @AfterEach
  void stop() {
    assertThat(fixture.deliveries.audit()).isEmpty();
    database.close();
  }

  @Test
  void failsAndIsProbedAndDrainsWhenItIsBack() {
    publish(1, 20);
    engine.tick();
    assertThat(health()).as("it may be a moment's trouble").isInstanceOf(Healthy.class);

    play(Duration.ofSeconds(5));
    assertThat(failing().since()).isEqualTo(Fixture.START);
    assertThat(failing().nextProbeAt()).isBetween(at(10), at(11));
    assertThat(heard).containsExactly("failing account");

    sent.clear();
    play(Duration.ofSeconds(100));
    assertThat(sent)
        .as("after 5, 10, 20, 40 s, each time another one, and nothing scheduled")
        .containsExactly("PROBE 1", "PROBE 2", "PROBE 3", "PROBE 4");

    up = true;
    sent.clear();
    play(Duration.ofMinutes(1));
    assertThat(sent.get(0)).isEqualTo("PROBE 5");
    assertThat(sent.subList(1, sent.size()))
        .isEqualTo(seqs(20).filter(s -> s != 5).mapToObj(s -> "DRAIN " + s).toList());
    assertThat(health()).isInstanceOf(Healthy.class);
    assertThat(heard).containsExactly("failing account", "recovered account");
    assertThat(fixture.deliveries.backlog().pending()).isZero();
  }

  @Test
  void historyTellsWhyEachAttemptWasMade() {
    publish(1, 5);
    engine.tick();
    play(Duration.ofSeconds(11));
    up = true;
    play(Duration.ofSeconds(30));

    assertThat(reasons(1))
        .containsExactly(AttemptReason.SCHEDULED, AttemptReason.PROBE, AttemptReason.DRAIN);
    assertThat(reasons(2)).containsExactly(AttemptReason.SCHEDULED, AttemptReason.PROBE);
    assertThat(reasons(3)).containsExactly(AttemptReason.SCHEDULED, AttemptReason.DRAIN);
  }

  @Test
  void whatIsPublishedMeanwhileIsNotSentBeforeTheReceiverIsBack() {
    down();
    sent.clear();
    publish(21, 40);
    play(Duration.ofSeconds(4));
    assertThat(sent).isEmpty();

    up = true;
    play(Duration.ofSeconds(20));
    assertThat(sent.subList(1, sent.size()))
        .isEqualTo(seqs(40).filter(s -> s != 1).mapToObj(s -> "DRAIN " + s).toList());
  }

  @Test
  void theDrainStartsSlowlyAndNeverExceedsTheLimit() {
    fixture.receivers.upsert(Fixture.receiver("account").maxInFlight(8));
    down();
    publish(21, 60);
    up = true;
    sent.clear();
    List<Integer> together = new ArrayList<>();
    for (int size = 0; !(health() instanceof Healthy); size = round()) {
      together.add(size);
      fixture.clock.advance(LOOK);
      engine.steps().sequence();
    }

    assertThat(together.stream().filter(size -> size > 0))
        .as("the probe, then the drain")
        .startsWith(1, 1, 2, 4, 8, 8, 8);
  }

  @Test
  void aSignOfLifeBringsTheNextProbeForward() {
    down();
    play(Duration.ofMinutes(2));
    Instant promised = failing().nextProbeAt();
    up = true;
    fixture.clock.advance(Duration.ofSeconds(10));
    assertThat(fixture.clock.instant()).isBefore(promised);

    fixture.receivers.heard("default", "account");
    play(Duration.ofSeconds(1));

    assertThat(health()).isInstanceOf(Healthy.class);
    assertThat(fixture.deliveries.backlog().pending()).isZero();
  }

  @Test
  void aSinglePoisonousDeliveryNeverMakesAHealthyReceiverLookDead() {
    up = true;
    poisonous = Set.of(1L);
    publish(1, 1);
    play(Duration.ofHours(24).plusMinutes(5), Duration.ofMinutes(5));

    assertThat(heard).containsExactly("exhausted 1");
    assertThat(progress(1).parkedReason()).isEqualTo("WINDOW_ENDED");
    assertThat(reasons(1)).hasSize(9).containsOnly(AttemptReason.SCHEDULED);
  }

  @Test
  void aPoisonousDeliveryIsNotBroughtForwardByItsNeighbours() {
    up = true;
    poisonous = Set.of(1L);
    publish(1, 1);
    play(LOOK);
    publish(2, 2);
    play(Duration.ofMinutes(7));
    Instant next = progress(1).dueAt();
    up = false;
    publish(3, 10);
    play(Duration.ofSeconds(20));
    up = true;
    play(Duration.ofSeconds(30));

    assertThat(heard).containsExactly("failing account", "recovered account");
    assertThat(state(3)).isEqualTo(DeliveryState.ACKED);
    assertThat(progress(1).dueAt()).isEqualTo(next);
    assertThat(reasons(1)).hasSize(3).containsOnly(AttemptReason.SCHEDULED);
  }

  @Test
  void windowsRunFromTheFailedProbeAndEndAsReceiverDown() {
    fixture.receivers.upsert(Fixture.receiver("account").schedule(RetrySchedule.parse("1m 5m/1h")));
    down();
    publish(21, 22);
    engine.tick();
    assertThat(progress(21).windowStart()).as("no attempt, no window").isNull();
    play(Duration.ofSeconds(6));
    Instant probed = failing().probedAt();

    assertThat(progress(21).windowStart()).isEqualTo(probed);
    assertThat(progress(1).windowStart()).isEqualTo(Fixture.START);

    play(Duration.ofMinutes(58), Duration.ofSeconds(5));
    assertThat(state(1)).isEqualTo(DeliveryState.PENDING);
    play(Duration.ofMinutes(3), Duration.ofSeconds(5));
    assertThat(state(1)).isEqualTo(DeliveryState.EXHAUSTED);
    assertThat(progress(1).parkedReason()).isEqualTo("RECEIVER_DOWN");
    assertThat(state(21)).isEqualTo(DeliveryState.EXHAUSTED);
    assertThat(progress(21).parkedAt()).isAfterOrEqualTo(probed.plus(Duration.ofHours(1)));
    assertThat(heard).contains("exhausted 1", "exhausted 21");
  }

  @Test
  void noWindowRunsAndNothingIsProbedWhilePaused() {
    down();
    assertThat(fixture.receivers.pause("default", "account")).isTrue();
    sent.clear();
    play(Duration.ofDays(2), Duration.ofHours(1));
    assertThat(sent).isEmpty();
    assertThat(state(1)).isEqualTo(DeliveryState.PENDING);

    up = true;
    fixture.receivers.resume("default", "account");
    play(Duration.ofSeconds(5));
    assertThat(sent).hasSize(20);
    assertThat(fixture.deliveries.backlog().pending()).isZero();
  }

  @Test
  void retryAfterHoldsTheProbeToo() {
    down();
    fixture.channel.answering(
        delivery -> new Outcome.Failed(503, "busy", "", Duration.ofMinutes(30)));
    play(Duration.ofSeconds(6));
    sent.clear();
    fixture.channel.answering(this::answer);
    play(Duration.ofMinutes(29), Duration.ofSeconds(5));

    assertThat(sent).isEmpty();
    assertThat(fixture.receivers.state("default", "account")).contains(ReceiverState.ACTIVE);
  }

  @Test
  void aSweepChangesNothingWhenTheReceiverHasChangedSinceTheLook() throws SQLException {
    down();
    play(Duration.ofSeconds(6));
    execute("UPDATE tireless_due SET due_at = '2026-01-01 00:00:00', failed_at = NULL");
    Stored looked = stored();
    Sweep sweep = new Sweep(new Database(database.dataSource()), EngineSettings.of("frozen"));
    sweep.begin();
    execute("UPDATE tireless_receiver SET health_version = health_version + 1");

    assertThat(sweep.next(looked, failing(), fixture.clock.instant()).rows()).isZero();
    assertThat(progress(7).dueAt()).isEqualTo(Fixture.START);
    assertThat(sweep.next(stored(), failing(), fixture.clock.instant()).rows()).isEqualTo(20);
    assertThat(progress(7).dueAt()).isAfter(at(3600));
  }

  @Test
  void aClockThatWasSetForwardAndBackHoldsNothingUp() {
    up = true;
    publish(1, 1);
    fixture.clock.advance(Duration.ofDays(1));
    play(Duration.ofSeconds(1));
    assertThat(state(1)).isEqualTo(DeliveryState.ACKED);

    fixture.clock.set(Fixture.START.plusSeconds(10));
    up = false;
    publish(2, 21);
    engine.tick();
    play(Duration.ofSeconds(6));
    assertThat(health()).isInstanceOf(Failing.class);

    up = true;
    play(Duration.ofSeconds(30));
    assertThat(health()).isInstanceOf(Healthy.class);
    assertThat(fixture.deliveries.backlog().pending()).isZero();
  }

  @Test
  void aDrainThatFailsStopsAndIsGoneOnWithLater() {
    down();
    publish(21, 200);
    up = true;
    fixture.channel.answering(
        delivery -> {
          up = up && delivery.seq() < 60;
          return answer(delivery);
        });
    play(Duration.ofSeconds(6));
    assertThat(sent).contains("DRAIN 40").doesNotContain("DRAIN 150");
    play(Duration.ofSeconds(6));
    assertThat(failing().since()).isEqualTo(Fixture.START);

    up = true;
    fixture.channel.answering(this::answer);
    play(Duration.ofSeconds(90));
    assertThat(fixture.deliveries.backlog().pending()).isZero();
    assertThat(heard)
        .containsExactly(
            "failing account", "recovered account", "failing account", "recovered account");
  }

  /** Twenty deliveries wait, and the receiver is known to be failing. */
  private void down() {
    up = false;
    publish(1, 20);
    engine.tick();
    play(Duration.ofSeconds(5));
    assertThat(health()).isInstanceOf(Failing.class);
  }

  /** Records what came, and sends what comes next; tells how much that was. */
  private int round() {
    engine.steps().record();
    engine.steps().lease();
    int before = sent.size();
    engine.steps().send();
    return sent.size() - before;
  }

  private void play(Duration time) {
    play(time, LOOK);
  }

  private void play(Duration time, Duration step) {
    Instant end = fixture.clock.instant().plus(time);
    while (fixture.clock.instant().isBefore(end)) {
      fixture.clock.advance(step);
      engine.tick();
    }
  }

  private void publish(int from, int to) {
    for (int i = from; i <= to; i++) {
      fixture.publish("tx-" + i);
    }
  }

  private Outcome answer(Delivery delivery) {
    sent.add(delivery.reason() + " " + delivery.seq());
    return up && !poisonous.contains(delivery.seq())
        ? RecordingChannel.acked()
        : RecordingChannel.failed();
  }

  private Object health() {
    return fixture.receivers.health("default", "account").orElseThrow();
  }

  private Failing failing() {
    return (Failing) health();
  }

  private Progress progress(long seq) {
    return fixture.deliveries.find("default", "account", seq).orElseThrow();
  }

  private Stored stored() {
    Database stored = new Database(database.dataSource());
    ReceiverStore receivers = new ReceiverStore(stored.dialect());
    return stored.read("find", c -> receivers.find(c, "default", "account")).orElseThrow();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private DeliveryState state(long seq) {
    return progress(seq).state();
  }

  private List<AttemptReason> reasons(long seq) {
    return fixture.deliveries.attempts("default", "account", seq).stream()
        .map(Attempt::reason)
        .toList();
  }

  private static LongStream seqs(int last) {
    return LongStream.rangeClosed(1, last);
  }

  private static Instant at(long second) {
    return Fixture.START.plusSeconds(second);
  }

  private final class Listening implements DeliveryListener {
    @Override
    public void failing(Receiver receiver) {
      heard.add("failing " + receiver.id());
    }

    @Override
    public void recovered(Receiver receiver) {
      heard.add("recovered " + receiver.id());
    }

    @Override
    public void exhausted(Receiver receiver, long seq) {
      heard.add("exhausted " + seq);
    }
  }
}
