package dev.tireless.bench.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.bench.load.Message;
import dev.tireless.bench.receiver.CountingServer;
import dev.tireless.bench.receiver.PlainConsumer;
import dev.tireless.bench.round.Assignment.Broker;
import dev.tireless.bench.round.Assignment.Times;
import dev.tireless.bench.store.OpenDatabase;
import dev.tireless.devbroker.DevBroker;
import dev.tireless.testdatabases.FreePort;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both rounds with a queue once, for a moment: they must run, not be fast. */
@Tag("broker")
class QueueSmokeTest {

  private static final Times SHORT =
      new Times(Duration.ZERO, Duration.ofMillis(400), Duration.ofMillis(300), 50);
  private static final Path ROOT = Path.of(System.getProperty("tireless.root"));

  @TempDir Path folder;
  @AutoClose final CountingServer receiver = new CountingServer(Clock.systemUTC());
  private DevBroker broker;

  @Test
  void deliversWhatTheQueueBrought() throws Exception {
    try (DevBroker started = start()) {
      broker = started;
      assertDelivered(round(Entrant.OURS).throughput());
    }
  }

  @Test
  void countsWhatAPlainConsumerIsGiven() throws Exception {
    try (DevBroker started = start();
        PlainConsumer consumer = new PlainConsumer(receiver, started.nameServer())) {
      consumer.start();
      broker = started;
      assertDelivered(round(Entrant.PLAIN).throughput());
    }
  }

  private static void assertDelivered(Result result) {
    assertThat(result.published()).isPositive();
    assertThat(result.lost()).isZero();
    assertThat(result.failed()).isZero();
    assertThat(result.unfinished()).isZero();
    assertThat(result.acked().count()).isPositive();
  }

  private DevBroker start() {
    DevBroker.Settings settings =
        DevBroker.Settings.in(folder.resolve("broker"), DevBroker.builtJar(ROOT), FreePort.find(4));
    return new DevBroker(settings.topics(Message.QUEUE_TOPIC)).start();
  }

  private Round round(Entrant entrant) {
    return new Round(
        new Assignment(
            Scenario.ROCKETMQ,
            entrant,
            OpenDatabase.h2(folder.resolve("bench")),
            new Broker(broker.nameServer(), broker.pid()),
            receiver.port(),
            SHORT,
            4,
            8,
            100),
        new Limits(16, 50),
        Clock.systemUTC(),
        new Random(1));
  }
}
