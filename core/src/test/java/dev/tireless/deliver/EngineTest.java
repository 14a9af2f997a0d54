package dev.tireless.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tireless.DeliveryState;
import dev.tireless.Outcome;
import dev.tireless.Receiver;
import dev.tireless.store.Migration;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.testing.RecordingChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine on its own threads. */
class EngineTest {

  private final TestDatabase database = TestDatabases.h2();
  private Fixture fixture;
  private Engine engine;

  @BeforeEach
  void start() {
    Migration.apply(database.dataSource());
    fixture = new Fixture(database.dataSource(), 1);
    fixture.receivers.upsert(Fixture.receiver("account").maxInFlight(3));
    engine = engine(EngineSettings.of("node-a").graceTime(Duration.ofSeconds(2)));
  }

  @AfterEach
  void stop() {
    engine.close();
    database.close();
  }

  @Test
  void deliversWhatWasPublishedWithoutBeingWoken() {
    engine.start();
    fixture.publish("tx-1");

    await().until(() -> state(1) == DeliveryState.ACKED);
    assertThat(fixture.channel.sent()).hasSize(1);
  }

  @Test
  void keepsToTheInFlightLimitOfAReceiver() {
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    fixture.channel.answeringLater(delivery -> answer);
    for (int i = 1; i <= 10; i++) {
      fixture.publish("tx-" + i);
    }
    engine.start();

    await().until(() -> fixture.channel.sent().size() == 3);
    assertThat(engine.inFlight()).isEqualTo(3);
    answer.complete(RecordingChannel.acked());
    await().until(() -> fixture.deliveries.backlog().pending() == 0);
    assertThat(fixture.channel.sent()).hasSize(10);
  }

  @Test
  void givesNothingUpWhenItIsClosedWithAnAttemptInFlight() {
    CompletableFuture<Outcome> never = new CompletableFuture<>();
    fixture.channel.answeringLater(delivery -> never);
    fixture.publish("tx-1");
    engine.start();
    await().until(() -> fixture.channel.sent().size() == 1);

    engine.close();

    assertThat(state(1)).isEqualTo(DeliveryState.PENDING);
    assertThat(engine.isRunning()).isFalse();
  }

  @Test
  void recordsWhatIsInFlightBeforeItCloses() {
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    fixture.channel.answeringLater(delivery -> answer);
    fixture.publish("tx-1");
    engine.start();
    await().until(() -> fixture.channel.sent().size() == 1);

    CompletableFuture<Void> closing = CompletableFuture.runAsync(engine::close);
    answer.complete(RecordingChannel.acked());
    closing.join();

    assertThat(state(1)).isEqualTo(DeliveryState.ACKED);
  }

  @Test
  void survivesAListenerThatThrows() {
    engine = engine(EngineSettings.of("node-b"), new Failing());
    engine.start();
    fixture.publish("tx-1");
    fixture.publish("tx-2");

    await().until(() -> state(1) == DeliveryState.ACKED && state(2) == DeliveryState.ACKED);
  }

  @Test
  void aChannelThatThrowsIsAFailedAttempt() {
    fixture.channel.answeringLater(
        delivery -> {
          throw new IllegalStateException("bug of a channel");
        });
    engine.start();
    fixture.publish("tx-1");

    await().until(() -> !fixture.deliveries.attempts("default", "account", 1).isEmpty());
    assertThat(fixture.deliveries.attempts("default", "account", 1).get(0).error())
        .contains("bug of a channel");
  }

  @Test
  void aReceiverOfAnUnknownChannelFailsVisibly() {
    Receiver receiver = Fixture.receiver("account");
    Engine without =
        new Engine(
            database.dataSource(),
            Map.of(),
            EngineSettings.of("node-c").maxClockOffset(Fixture.ANY_CLOCK),
            List.of(),
            fixture.clock,
            fixture.random);
    fixture.publish("tx-1");
    without.start();
    await().until(() -> !fixture.deliveries.attempts("default", receiver.id(), 1).isEmpty());
    without.close();

    assertThat(fixture.deliveries.attempts("default", receiver.id(), 1).get(0).error())
        .isEqualTo("This node has no channel named http");
  }

  private DeliveryState state(long seq) {
    return fixture
        .deliveries
        .find("default", "account", seq)
        .map(progress -> progress.state())
        .orElse(DeliveryState.PENDING);
  }

  private Engine engine(EngineSettings settings, DeliveryListener... listeners) {
    return new Engine(
        database.dataSource(),
        Map.of(Receiver.HTTP, fixture.channel),
        settings.maxClockOffset(Fixture.ANY_CLOCK),
        List.of(listeners),
        fixture.clock,
        fixture.random);
  }

  private static final class Failing implements DeliveryListener {
    @Override
    public void attempted(
        dev.tireless.Delivery delivery,
        dev.tireless.Attempt attempt,
        DeliveryState state,
        java.time.Instant next) {
      throw new IllegalStateException("bug of a listener");
    }
  }
}
