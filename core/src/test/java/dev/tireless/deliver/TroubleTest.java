package dev.tireless.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tireless.DeliveryState;
import dev.tireless.Outcome;
import dev.tireless.ReceiverState;
import dev.tireless.publish.Published;
import dev.tireless.store.Migration;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.testing.ManualEngine;
import dev.tireless.testing.RecordingChannel;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is broken hinders nobody else. */
class TroubleTest {

  private final TestDatabase database = TestDatabases.h2();
  private Fixture fixture;
  private ManualEngine engine;

  @BeforeEach
  void start() {
    Migration.apply(database.dataSource());
    fixture = new Fixture(database.dataSource(), 1);
    fixture.receivers.upsert(Fixture.receiver("a"));
    engine = fixture.engine();
  }

  @AfterEach
  void stop() {
    database.close();
  }

  @Test
  void aDeliveryWhoseNotificationIsGoneHindersNobody() {
    fixture.publish("tx-1");
    engine.steps().sequence();
    sql("DELETE FROM tireless_notification");
    fixture.receivers.upsert(Fixture.receiver("b"));
    fixture.publish("tx-2");
    engine.steps().sequence();

    engine.steps().lease();
    engine.steps().send();
    engine.steps().record();

    assertThat(state("b", 1)).isEqualTo(DeliveryState.ACKED);
    assertThat(state("a", 2)).isEqualTo(DeliveryState.ACKED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void whatIsExpungedWhileItWaitsForItsNumberHindersNobody(int others) {
    engine.tick();
    fixture.publish("tx-1");
    sql("UPDATE tireless_notification SET payload = NULL");
    IntStream.rangeClosed(1, others).forEach(i -> fixture.publish("other-" + i));

    engine.tick();
    fixture.clock.advance(Duration.ofSeconds(46));
    engine.tick();

    assertThat(state("a", 1)).isEqualTo(DeliveryState.EXHAUSTED);
    IntStream.rangeClosed(2, others + 1)
        .forEach(seq -> assertThat(state("a", seq)).isEqualTo(DeliveryState.ACKED));
  }

  @Test
  void whatIsGivenUpLeavesNoRoomToOvertakeWhatWaitsBehindIt() {
    fixture.receivers.upsert(Fixture.receiver("a").maxInFlight(2));
    List.of("tx-1", "tx-2").forEach(fixture::publish);
    sql("UPDATE tireless_notification SET payload = NULL");
    fixture.publish("tx-3");
    engine.steps().sequence();
    engine.steps().lease();

    fixture.publish("tx-4");
    engine.steps().sequence();
    engine.steps().send();

    assertThat(fixture.channel.sent()).isEmpty();
    engine.tick();
    assertThat(fixture.channel.sent().get(0).seq()).isEqualTo(3);
  }

  @Test
  void anOutboxRowWithoutItsNotificationHindersNoOther() {
    fixture.publish("tx-1");
    sql("INSERT INTO tireless_outbox (notification_id) VALUES ('ntf_0')");

    engine.steps().sequence();

    assertThat(state("a", 1)).isEqualTo(DeliveryState.PENDING);
  }

  @Test
  void aReceiverThatThisNodeCannotReadHindersNoOther() {
    fixture.receivers.upsert(Fixture.receiver("b"));
    fixture.publish("tx-1");
    sql("UPDATE tireless_receiver SET ack_rule = 'OF A NEWER NODE' WHERE receiver = 'a'");

    engine.tick();

    assertThat(state("b", 1)).isEqualTo(DeliveryState.ACKED);
  }

  @Test
  void aChannelThatGivesNoStageIsAFailedAttempt() {
    fixture.channel.answeringLater(delivery -> null);
    fixture.publish("tx-1");

    engine.tick();

    assertThat(fixture.deliveries.attempts("default", "a", 1).get(0).error())
        .contains("gave no stage");
    assertThat(engine.steps().inFlight()).isZero();
  }

  @Test
  void aChannelThatNeverAnswersIsAFailedAttempt() {
    fixture.receivers.upsert(Fixture.receiver("a").exchangeTimeout(Duration.ofMillis(1)));
    fixture.channel.answeringLater(delivery -> new CompletableFuture<>());
    fixture.publish("tx-1");
    engine.tick();
    assertThat(engine.steps().inFlight()).isEqualTo(1);

    await().atMost(Duration.ofSeconds(30)).until(this::isNothingInFlightAfterATick);

    assertThat(fixture.deliveries.attempts("default", "a", 1).get(0).error())
        .contains("no outcome in time");
  }

  @Test
  void anAckBetweenThe410sOfOneBatchKeepsTheReceiverActive() {
    answers(gone(), RecordingChannel.acked(), gone(), gone());

    assertThat(fixture.receivers.state("default", "a")).contains(ReceiverState.ACTIVE);
  }

  @Test
  void three410sInARowSuspendTheReceiverWhateverComesLater() {
    answers(gone(), gone(), gone(), RecordingChannel.acked());

    assertThat(fixture.receivers.state("default", "a")).contains(ReceiverState.SUSPENDED);
  }

  @Test
  void anAckIsKeptUntilItCanBeRecordedThoughItsLeaseIsOver() {
    fixture.publish("tx-1");
    engine.steps().sequence();
    engine.steps().lease();
    engine.steps().send();
    sql("ALTER TABLE tireless_attempt RENAME TO gone_for_a_while");
    fixture.clock.advance(Duration.ofMinutes(2));
    engine.steps().record();
    sql("ALTER TABLE gone_for_a_while RENAME TO tireless_attempt");

    engine.steps().record();

    assertThat(state("a", 1)).isEqualTo(DeliveryState.ACKED);
    assertThat(engine.steps().inFlight()).isZero();
  }

  @Test
  void aDatabaseWithoutRoomIsAskedOnceForAllWhoWait() {
    FullDatabase full = new FullDatabase(database.dataSource());
    Steps steps = new Fixture(full, 1).engine().steps();
    List<CompletableFuture<Published>> answers =
        IntStream.range(0, 100)
            .mapToObj(i -> steps.submit(Fixture.publication("tx-" + i)))
            .toList();
    full.fill();

    assertThat(steps.write()).isEqualTo(100);

    assertThat(answers).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(full.asked()).isEqualTo(1);
  }

  private boolean isNothingInFlightAfterATick() {
    engine.tick();
    return engine.steps().inFlight() == 0;
  }

  /** Lets the answers to as many notifications be recorded together, a second apart. */
  private void answers(Outcome... outcomes) {
    Deque<Outcome> left = new ArrayDeque<>(List.of(outcomes));
    fixture.channel.answering(
        delivery -> {
          fixture.clock.advance(Duration.ofSeconds(1));
          return left.remove();
        });
    for (int i = 1; i <= outcomes.length; i++) {
      fixture.publish("tx-" + i);
    }
    engine.steps().sequence();
    engine.steps().lease();
    engine.steps().send();
    engine.steps().record();
  }

  private static Outcome gone() {
    return new Outcome.Gone(410, "");
  }

  private DeliveryState state(String receiver, long seq) {
    return fixture.deliveries.find("default", receiver, seq).orElseThrow().state();
  }

  private void sql(String statement) {
    try (Connection connection = database.dataSource().getConnection();
        Statement plain = connection.createStatement()) {
      plain.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }
}
