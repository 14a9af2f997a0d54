package dev.tireless.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tireless.DeliveryState;
import dev.tireless.Outcome;
import dev.tireless.Receiver;
import dev.tireless.TirelessException;
import dev.tireless.store.Migration;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.testing.RecordingChannel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several engines on one database, and their clocks. */
class NodesTest {

  private static final Duration MAX_OFFSET = Duration.ofHours(1);
  private static final Duration WRONG = Duration.ofHours(2);

  private final TestDatabase database = TestDatabases.h2();
  private final List<Engine> engines = new ArrayList<>();
  private final Instant now = Clock.systemUTC().instant();
  private Fixture fixture;

  @BeforeEach
  void start() {
    Migration.apply(database.dataSource());
    fixture = new Fixture(database.dataSource(), 1);
    fixture.clock.set(now);
    fixture.receivers.upsert(Fixture.receiver("account").maxInFlight(5));
  }

  @AfterEach
  void stop() {
    engines.forEach(Engine::close);
    database.close();
  }

  @Test
  void divideTheLimitOfAReceiver() {
    fixture.channel.answeringLater(delivery -> new CompletableFuture<>());
    Engine one = started("one");
    Engine two = started("two");
    await().until(() -> one.liveNodes() == 2 && two.liveNodes() == 2);
    for (int i = 1; i <= 20; i++) {
      fixture.publish("tx-" + i);
    }

    await().until(() -> one.inFlight() == 3 && two.inFlight() == 3);
  }

  @Test
  void aClosedNodeLeavesItsShareToTheOthers() {
    Engine one = started("one");
    Engine two = started("two");
    await().until(() -> one.liveNodes() == 2);
    two.close();

    await().until(() -> one.liveNodes() == 1);
  }

  @Test
  void doesNotStartWithAWrongClock() {
    fixture.clock.advance(WRONG);

    assertThatThrownBy(() -> started("late"))
        .isInstanceOf(TirelessException.class)
        .hasMessageContaining("clock of node late says ")
        .hasMessageContaining("its database's says")
        .hasMessageContaining("start again");
    assertThat(engines.get(0).isRunning()).isFalse();
  }

  @Test
  void takesNothingNewWhileItsClockIsWrongAndGoesOnByItself() {
    Engine engine = started("drifting");
    fixture.clock.advance(WRONG);
    await().until(() -> !engine.isRunning());
    fixture.publish("tx-1");

    assertThat(engine.clockFault()).isPresent();
    assertThat(engine.submit(Fixture.publication("tx-2")))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withMessageContaining("clock of node drifting");
    assertThat(fixture.channel.sent()).isEmpty();
    fixture.clock.set(now);
    await().until(() -> state(1) == DeliveryState.ACKED);
    assertThat(engine.isRunning()).isTrue();
  }

  @Test
  void recordsWhatIsInFlightThoughItsClockIsWrong() {
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    fixture.channel.answeringLater(delivery -> answer);
    Engine engine = started("drifting");
    fixture.publish("tx-1");
    await().until(() -> fixture.channel.sent().size() == 1);
    fixture.clock.advance(WRONG);
    await().until(() -> !engine.isRunning());
    answer.complete(RecordingChannel.acked());

    await().until(() -> state(1) == DeliveryState.ACKED);
  }

  @Test
  void aNodeWhoseClockIsWrongLeavesItsShareToTheOthers() {
    Engine one = started("one");
    Fixture wrong = new Fixture(database.dataSource(), 2);
    wrong.clock.set(now);
    started("two", wrong);
    await().until(() -> one.liveNodes() == 2);
    wrong.clock.advance(WRONG);

    await().until(() -> one.liveNodes() == 1);
  }

  private Engine started(String node) {
    return started(node, fixture);
  }

  private Engine started(String node, Fixture with) {
    Engine engine =
        new Engine(
            database.dataSource(),
            Map.of(Receiver.HTTP, with.channel),
            EngineSettings.of(node).maxClockOffset(MAX_OFFSET).graceTime(Duration.ofMillis(100)),
            List.of(),
            with.clock,
            with.random);
    engines.add(engine);
    engine.start();
    return engine;
  }

  private DeliveryState state(long seq) {
    return fixture
        .deliveries
        .find("default", "account", seq)
        .map(progress -> progress.state())
        .orElse(DeliveryState.PENDING);
  }
}
