package dev.tireless.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.Delivery;
import dev.tireless.DeliveryState;
import dev.tireless.Outcome;
import dev.tireless.store.DeliveryStore.Progress;
import dev.tireless.store.Migration;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.testing.ManualEngine;
import dev.tireless.testing.RecordingChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plays the schedule {@code classic} through its whole day, by the clock and without waiting. */
class ClassicDayTest {

  private static final long SEED = 20260523;

  /** Minutes after the first attempt, without jitter. */
  private static final List<Long> PROMISED = List.of(0L, 1L, 6L, 16L, 46L, 106L, 226L, 526L, 1126L);

  private final TestDatabase database = TestDatabases.h2();
  private final List<Instant> attempts = new ArrayList<>();
  private Fixture fixture;
  private ManualEngine engine;

  @BeforeEach
  void start() {
    Migration.apply(database.dataSource());
    fixture = new Fixture(database.dataSource(), SEED);
    fixture.receivers.upsert(Fixture.receiver("account"));
    fixture.channel.answering(this::failed);
    engine = fixture.engine();
  }

  @AfterEach
  void stop() {
    database.close();
  }

  @Test
  void attemptsFollowTheGapsAndEndWithTheWindow() {
    fixture.publish("tx-1");
    playUntilNothingIsPending();

    assertThat(attempts).hasSize(PROMISED.size());
    assertThat(attempts.get(0)).isEqualTo(Fixture.START);
    for (int i = 1; i < attempts.size(); i++) {
      Duration gap = Duration.ofMinutes(PROMISED.get(i) - PROMISED.get(i - 1));
      assertThat(Duration.between(attempts.get(i - 1), attempts.get(i)))
          .as("gap before attempt %d", i + 1)
          .isBetween(gap, gap.plus(jitterOf(gap)));
    }
    assertThat(progress().state()).isEqualTo(DeliveryState.EXHAUSTED);
    assertThat(progress().parkedAt()).isEqualTo(Fixture.START.plus(Duration.ofHours(24)));
    assertThat(fixture.deliveries.audit()).isEmpty();
  }

  @Test
  void nothingIsSentBetweenTheSteps() {
    fixture.publish("tx-1");
    engine.tick();
    fixture.clock.advance(Duration.ofSeconds(59));
    engine.tick();

    assertThat(attempts).hasSize(1);
  }

  @Test
  void aReplayAfterTheDayHasAWindowOfItsOwn() {
    fixture.publish("tx-1");
    playUntilNothingIsPending();
    fixture.channel.answering(delivery -> RecordingChannel.acked());

    assertThat(fixture.deliveries.replay("default", "account", 1)).isTrue();
    engine.tick();

    Delivery last = fixture.channel.sent().get(PROMISED.size());
    assertThat(last.attempt()).isEqualTo(PROMISED.size() + 1);
    assertThat(progress().state()).isEqualTo(DeliveryState.ACKED);
  }

  private void playUntilNothingIsPending() {
    engine.tick();
    while (progress().state() == DeliveryState.PENDING) {
      fixture.clock.set(Objects.requireNonNull(progress().dueAt()));
      engine.tick();
    }
  }

  private Outcome failed(Delivery delivery) {
    attempts.add(fixture.clock.instant());
    return RecordingChannel.failed();
  }

  private Progress progress() {
    return fixture.deliveries.find("default", "account", 1).orElseThrow();
  }

  private static Duration jitterOf(Duration gap) {
    Duration tenth = gap.dividedBy(10);
    return tenth.compareTo(Duration.ofMinutes(1)) < 0 ? tenth : Duration.ofMinutes(1);
  }
}
