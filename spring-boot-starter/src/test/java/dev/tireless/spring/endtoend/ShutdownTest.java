package dev.tireless.spring.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.tireless.DeliveryState;
import dev.tireless.Publication;
import dev.tireless.deliver.Deliveries;
import dev.tireless.spring.deliver.EngineLifecycle;
import dev.tireless.store.DeliveryStore.Progress;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An application that stops finishes what it has begun, and leaves nothing running. */
class ShutdownTest {

  private static final Duration AT_MOST = Duration.ofSeconds(20);

  private final TestDatabase database = TestDatabases.h2();

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void recordsTheAckOfAnAttemptInFlightBeforeTheWebServerStops() throws Exception {
    TwoInOne application = TwoInOne.on(database);
    Accounts accounts = application.bean(Accounts.class);
    accounts.open("s1");
    accounts.holdBack("sx1");
    application.bean(Recharges.class).recharge("sx1", "s1", 5);
    await().atMost(AT_MOST).until(() -> accounts.calls().contains("sx1"));

    CompletableFuture<Void> closing = CompletableFuture.runAsync(application::close);
    EngineLifecycle engine = application.engine();
    await().atMost(AT_MOST).until(() -> !engine.isDelivering());
    accounts.release("sx1");
    closing.get(AT_MOST.toSeconds(), TimeUnit.SECONDS);

    Deliveries deliveries = new Deliveries(database.dataSource(), Clock.systemUTC());
    assertThat(deliveries.ofSubject(Publication.DEFAULT_TENANT, Recharge.TOPIC, "sx1"))
        .extracting(Progress::state, Progress::attempts)
        .containsExactly(tuple(DeliveryState.ACKED, 1L));
  }

  @Test
  void leavesNoThreadsOfOursBehind() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();

    try (TwoInOne application = TwoInOne.on(database)) {
      assertThat(application.engine().isDelivering()).isTrue();
      assertThat(ours(before)).isNotEmpty();
    }

    await().atMost(AT_MOST).untilAsserted(() -> assertThat(ours(before)).isEmpty());
  }

  @Test
  void deliversAgainAfterAPause() {
    try (TwoInOne application = TwoInOne.on(database)) {
      EngineLifecycle engine = application.engine();
      engine.stop();
      assertThat(engine.isRunning()).isFalse();
      application.bean(Accounts.class).open("s2");
      application.bean(Recharges.class).recharge("sx2", "s2", 5);

      engine.start();

      await().atMost(AT_MOST).until(() -> application.bean(Accounts.class).balance("s2") == 5);
    }
  }

  private static List<String> ours(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread) && thread.isAlive())
        .map(Thread::getName)
        .filter(name -> name.contains("tireless") || name.contains("vert"))
        .collect(Collectors.toList());
  }
}
