package dev.tireless.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.receive.CatchUp;
import dev.tireless.receive.CatchUpSettings;
import dev.tireless.receive.Inbox;
import dev.tireless.receive.NotificationHandler;
import dev.tireless.receive.Place;
import dev.tireless.receive.ReceivedNotification;
import dev.tireless.spring.ContextRunners;
import dev.tireless.spring.SpringPublisher;
import dev.tireless.spring.deliver.EngineLifecycle;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.testing.RecordingChannel;
import dev.tireless.testing.SettableClock;
import dev.tireless.wire.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** Health and meters of an application that delivers. */
class ActuateTest {

  private static final Duration AT_MOST = Duration.ofSeconds(20);

  private final TestDatabase database = TestDatabases.h2();
  private final RecordingChannel channel = new RecordingChannel();

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void isUpWhileTheEngineRuns() {
    application()
        .run(
            context -> {
              Health health = health(context);
              assertThat(health.getStatus()).isEqualTo(Status.UP);
              assertThat(health.getDetails())
                  .containsEntry("engine", "running")
                  .containsEntry("pending", 0L);
            });
  }

  @Test
  void isDownWhenTheEngineDoesNotRun() {
    application()
        .run(
            context -> {
              context.getBean(EngineLifecycle.class).stop();
              assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
            });
  }

  @Test
  void isDownAndSaysWhyWhileTheClockIsWrong() {
    SettableClock clock = new SettableClock(Clock.systemUTC().instant());
    application()
        .withBean(Clock.class, () -> clock)
        .withPropertyValues("tireless.engine.max-clock-offset=1h")
        .run(
            context -> {
              assertThat(health(context).getStatus()).isEqualTo(Status.UP);
              clock.advance(Duration.ofHours(2));

              await().atMost(AT_MOST).until(() -> health(context).getStatus().equals(Status.DOWN));
              assertThat(health(context).getDetails().get("engine"))
                  .asString()
                  .startsWith("The clock of node");
            });
  }

  @Test
  void isUpWithoutAnEngineWhereNoneIsWanted() {
    application()
        .withPropertyValues("tireless.engine.enabled=false")
        .run(
            context ->
                assertThat(health(context).getDetails()).containsEntry("engine", "disabled"));
  }

  @Test
  void isDownWhenTheBacklogCannotBeRead() {
    application()
        .withPropertyValues("tireless.migrate=false", "tireless.engine.enabled=false")
        .withPropertyValues("spring.flyway.enabled=false")
        .run(context -> assertThat(health(context).getStatus()).isEqualTo(Status.DOWN));
  }

  @Test
  void countsAttemptsByChannelAndOutcome() {
    subscribed()
        .run(
            context -> {
              MeterRegistry meters = context.getBean(MeterRegistry.class);

              publish(context);

              await().atMost(AT_MOST).until(() -> timed(meters) == 1);
              assertThat(meters.get("tireless.attempts").counter().getId().getTags())
                  .containsExactly(Tag.of("channel", "test"), Tag.of("outcome", "ACKED"));
              assertThat(meters.get("tireless.attempts").counter().count()).isEqualTo(1);
            });
  }

  @Test
  void showsWhatWaits() {
    channel.answering(delivery -> RecordingChannel.failed());
    subscribed()
        .run(
            context -> {
              publish(context);
              await().atMost(AT_MOST).until(() -> channel.sent().size() == 1);

              assertThat(gauge(context, "tireless.pending")).isEqualTo(1);
            });
  }

  @Configuration(proxyBeanMethods = false)
  static class CatchingUp {

    @Bean
    CatchUp catchUp(FixedNotifier notifier, Inbox inbox, DataSource dataSource, Clock clock) {
      CatchUpSettings settings = CatchUpSettings.of("n", "node");
      return new CatchUp(notifier, settings, inbox, ActuateTest::handler, dataSource, clock);
    }
  }

  @Test
  void showsHowFarItIsBehindAndWhatTheLastComparisonFound() {
    SettableClock clock = new SettableClock(Clock.systemUTC().instant());
    receiver(clock)
        .run(
            context -> {
              FixedNotifier notifier = context.getBean(FixedNotifier.class);
              CatchUp catchUp = context.getBean(CatchUp.class);
              notifier.tell("t", "s1");
              catchUp.step();
              notifier.tell("unhandled", "s2");
              notifier.tell("t", "s3");
              catchUp.compare();
              receive(context, 9);
              clock.advance(Duration.ofMinutes(1));

              assertThat(gauge(context, "tireless.catchup.lag")).isEqualTo(6);
              assertThat(gauge(context, "tireless.catchup.holes")).isEqualTo(5);
              assertThat(gauge(context, "tireless.catchup.missing")).isEqualTo(2);
              assertThat(gauge(context, "tireless.catchup.open")).isEqualTo(1);
              assertThat(gauge(context, "tireless.catchup.compared.age")).isEqualTo(60);
              assertThat(gauge(context, "tireless.inbox.failed")).isEqualTo(1);
            });
  }

  /** What was fetched since is no answer to whether both sides are equal. */
  @Test
  void showsNothingOfAComparisonBeforeTheFirst() {
    receiver(new SettableClock(Clock.systemUTC().instant()))
        .run(
            context -> {
              context.getBean(FixedNotifier.class).tell("unhandled", "s1");
              context.getBean(CatchUp.class).step();

              assertThat(gauge(context, "tireless.catchup.missing")).isNaN();
              assertThat(gauge(context, "tireless.catchup.open")).isNaN();
              assertThat(gauge(context, "tireless.catchup.compared.age")).isNaN();
            });
  }

  @Test
  void showsWhatFailedWithoutACatchUpToo() {
    application()
        .run(
            context -> {
              context.getBean(Inbox.class).receive(delivery(1), ActuateTest::failing);

              assertThat(gauge(context, "tireless.inbox.failed")).isEqualTo(1);
              assertThat(context).doesNotHaveBean(CatchUpMeters.class);
            });
  }

  @Test
  void needsNeitherActuatorNorMicrometerNorAWebServer() {
    ContextRunners.bare(database)
        .withClassLoader(
            new FilteredClassLoader(
                "org.springframework.boot.health", "io.micrometer", "org.springframework.web"))
        .run(context -> assertThat(context).hasNotFailed().hasSingleBean(SpringPublisher.class));
  }

  private ApplicationContextRunner application() {
    return ContextRunners.plain(database)
        .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .withBean("testChannel", RecordingChannel.class, () -> channel);
  }

  private ApplicationContextRunner receiver(SettableClock clock) {
    return application()
        .withBean(Clock.class, () -> clock)
        .withBean(FixedNotifier.class)
        .withUserConfiguration(CatchingUp.class)
        .withPropertyValues("tireless.engine.enabled=false");
  }

  private static Optional<NotificationHandler> handler(String topic) {
    return topic.equals("t") ? Optional.of((connection, n) -> {}) : Optional.empty();
  }

  private static void failing(Connection connection, ReceivedNotification notification) {
    throw new IllegalStateException("on purpose");
  }

  private static void receive(ApplicationContext context, long seq) {
    context.getBean(Inbox.class).receive(delivery(seq), (connection, n) -> {});
  }

  private static ReceivedNotification delivery(long seq) {
    return new ReceivedNotification(
        "n",
        "ntf_" + seq,
        "t",
        "pushed" + seq,
        1,
        "application/json",
        Payload.of("{}"),
        new Place(1, seq, 1),
        true);
  }

  private ApplicationContextRunner subscribed() {
    return application()
        .withPropertyValues(
            "tireless.receivers.r1.url=test:r1",
            "tireless.receivers.r1.channel=test",
            "tireless.receivers.r1.topics=t",
            "tireless.receivers.r1.secret=" + Secret.generate(new SecureRandom()).text());
  }

  private static void publish(ApplicationContext context) {
    context
        .getBean(TransactionTemplate.class)
        .executeWithoutResult(
            status ->
                context
                    .getBean(SpringPublisher.class)
                    .publish(Publication.of("t", "s", Payload.of("{}"))));
  }

  private static Health health(ApplicationContext context) {
    return context.getBean("tirelessHealthIndicator", HealthIndicator.class).health();
  }

  private static long timed(MeterRegistry meters) {
    Timer timer = meters.find("tireless.exchange").tag("channel", "test").timer();
    return timer == null ? 0 : timer.count();
  }

  private static double gauge(ApplicationContext context, String name) {
    return context.getBean(MeterRegistry.class).get(name).gauge().value();
  }
}
