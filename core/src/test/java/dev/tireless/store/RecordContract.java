package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.AckSource;
import dev.tireless.Attempt;
import dev.tireless.AttemptReason;
import dev.tireless.Delivery;
import dev.tireless.DeliveryState;
import dev.tireless.Outcome;
import dev.tireless.store.DeliveryStore.Progress;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testing.RecordingChannel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an outcome leaves behind while its attempt holds the delivery. */
abstract class RecordContract extends StoreContract {

  RecordContract(TestDatabase database) {
    super(database);
  }

  @Test
  void anAckEndsTheDelivery() {
    Node node = nodeWithDeliveries(1);
    Delivery delivery = node.takeOne();
    clock.advance(Duration.ofMillis(17));
    node.finish(delivery, new Outcome.Acked(204, "thanks"));

    assertThat(state("account", 1)).isEqualTo(DeliveryState.ACKED);
    assertThat(attempts("account", 1))
        .containsExactly(
            new Attempt(
                1,
                AckSource.PUSH,
                AttemptReason.SCHEDULED,
                START,
                Duration.ofMillis(17),
                "ACKED",
                204,
                "",
                "thanks",
                "a"));
    assertThat(schema().count("tireless_due")).isZero();
  }

  @Test
  void whatWasOnlySentIsSentAgainByTheGapsUntilItIsAcked() {
    Node node = nodeWithDeliveries(1);
    node.finish(node.takeOne(), new Outcome.Sent(0, "handed over"));

    assertThat(state("account", 1)).isEqualTo(DeliveryState.PENDING);
    assertThat(history("account", 1)).containsExactly("1 SENT");
    assertThat(progress().dueAt()).isEqualTo(START.plus(Duration.ofMinutes(1)));

    deliveries.acknowledge(TENANT, "account", 1, AckSource.PULL);
    clock.advance(Duration.ofMinutes(1));
    assertThat(node.take()).isEmpty();
    assertThat(state("account", 1)).isEqualTo(DeliveryState.ACKED);
  }

  @Test
  void aFailureSetsTheNextTimeByTheGaps() {
    Node node = nodeWithDeliveries(1);
    node.finish(node.takeOne(), RecordingChannel.failed());
    assertThat(progress().dueAt()).isEqualTo(START.plus(Duration.ofMinutes(1)));
    assertThat(node.take()).isEmpty();

    clock.advance(Duration.ofMinutes(1));
    node.finish(node.takeOne(), RecordingChannel.failed());

    assertThat(progress().dueAt()).isEqualTo(START.plus(Duration.ofMinutes(6)));
    assertThat(progress().failures()).isEqualTo(2);
    assertThat(progress().windowStart()).isEqualTo(START);
    assertThat(progress().leasedUntil()).isNull();
    assertThat(progress().state()).isEqualTo(DeliveryState.PENDING);
  }

  @Test
  void aRefusalEndsTheTelling() {
    Node node = nodeWithDeliveries(1);
    node.finish(node.takeOne(), new Outcome.Refused(422, "no such account"));

    assertThat(state("account", 1)).isEqualTo(DeliveryState.REFUSED);
    assertThat(progress().parkedReason()).contains("422");
    assertThat(progress().parkedAt()).isEqualTo(START);
    assertThat(node.take()).isEmpty();
  }

  @Test
  void aFailureAfterTheWindowExhaustsIt() {
    Node node = nodeWithDeliveries(1);
    Delivery delivery = node.takeOne();
    clock.advance(Duration.ofHours(24));
    node.finish(delivery, RecordingChannel.failed());

    assertThat(node.take()).isEmpty();
    assertThat(state("account", 1)).isEqualTo(DeliveryState.EXHAUSTED);
  }

  @Test
  void noWindowEndsForAReceiverThatWasPausedDuringTheExchange() {
    Node node = nodeWithDeliveries(1);
    Delivery delivery = node.takeOne();
    receivers.pause(TENANT, "account");
    clock.advance(Duration.ofHours(24));
    node.finish(delivery, RecordingChannel.failed());
    assertThat(node.take()).isEmpty();
    assertThat(state("account", 1)).isEqualTo(DeliveryState.PENDING);

    receivers.resume(TENANT, "account");
    clock.advance(Duration.ofMinutes(1));

    assertThat(node.takeOne().seq()).isEqualTo(1);
  }

  @Test
  void anOutcomeCountsAfterItsLeaseUnlessAnotherTookIt() {
    Node node = nodeWithDeliveries(1);
    Delivery delivery = node.takeOne();
    clock.advance(Duration.ofMinutes(5));
    node.finish(delivery, RecordingChannel.acked());

    assertThat(state("account", 1)).isEqualTo(DeliveryState.ACKED);
    assertThat(history("account", 1)).containsExactly("1 ACKED");
  }

  @Test
  void keepsTheBeginningOfALongAnswerInAnyScript() {
    Node node = nodeWithDeliveries(1);
    String answer = "金😀'\"\\%\n".repeat(300);
    node.finish(node.takeOne(), new Outcome.Failed(500, answer, answer, null));

    Attempt attempt = attempts("account", 1).get(0);
    assertThat(answer).startsWith(attempt.excerpt()).startsWith(attempt.error());
    assertThat(attempt.excerpt().length()).isBetween(1_022, 1_024);
    assertThat(attempt.error().length()).isBetween(510, 512);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "\0", "lone \uD83D", "\uDE00 lone", "\uFFFE\u0001\u007F\u0085"})
  void takesWhateverAnAnswerHolds(String answer) {
    Node node = nodeWithDeliveries(1);
    node.finish(node.takeOne(), new Outcome.Failed(500, answer, answer, null));

    assertThat(history("account", 1)).containsExactly("1 FAILED");
  }

  @Test
  void aLoneHalfOfACharacterAtTheCutIsLeftOut() {
    Node node = nodeWithDeliveries(1);
    node.finish(node.takeOne(), new Outcome.Acked(200, "😀".repeat(1_024)));

    assertThat(attempts("account", 1).get(0).excerpt()).isEqualTo("😀".repeat(512));
  }

  @Test
  void recordsManyAtOnce() {
    receivers.upsert(receiver("account", TOPIC).maxInFlight(1_000));
    receivers.upsert(receiver("second", TOPIC).maxInFlight(1_000).refusable(true));
    deliver(251);
    Node node = node("a");
    List<Delivery> taken = node.take();
    assertThat(taken).hasSize(502);
    taken.forEach(delivery -> node.answer(delivery, mixed(delivery)));

    assertThat(node.steps().record()).isEqualTo(500);
    assertThat(node.steps().record()).isEqualTo(2);
    assertThat(node.steps().inFlight()).isZero();
    assertThat(schema().count("tireless_attempt")).isEqualTo(502);
    assertThat(schema().count("tireless_parked")).isEqualTo(2 * 83);
    assertThat(schema().count("tireless_due")).isEqualTo(2 * 84);
  }

  private static Outcome mixed(Delivery delivery) {
    return switch ((int) (delivery.seq() % 3)) {
      case 0 -> new Outcome.Refused(422, "");
      case 1 -> RecordingChannel.failed();
      default -> RecordingChannel.acked();
    };
  }

  @Test
  void theSameOutcomeTwiceCountsOnce() {
    Node node = nodeWithDeliveries(1);
    node.takeOne();
    DueStore due = new DueStore(dialect());
    List<DueRow> rows =
        inTransaction(
            c -> Jdbc.query(c, "SELECT " + DueRow.COLUMNS + " FROM tireless_due", DueRow::read));
    var retry = new DueStore.Retry(rows.get(0), START.plusSeconds(60), 1, "FAILED", START);

    assertThat(this.<boolean[]>inTransaction(c -> due.retryHeld(c, List.of(retry))))
        .containsExactly(true);
    assertThat(this.<boolean[]>inTransaction(c -> due.retryHeld(c, List.of(retry))))
        .containsExactly(false);
    assertThat(this.<boolean[]>inTransaction(c -> due.endHeld(c, rows))).containsExactly(false);
  }

  @Test
  void aLateEntryReplacesOnlyALostOne() {
    Node node = nodeWithDeliveries(1);
    node.finish(node.takeOne(), RecordingChannel.failed());
    AttemptStore store = new AttemptStore(dialect());
    long receiver = progress().receiverNumber();
    Attempt failed = attempts("account", 1).get(0);

    inTransaction(
        c -> {
          store.appendLate(c, new AttemptStore.Entry(receiver, 1, with(failed, "ACKED")));
          store.appendLost(c, new AttemptStore.Entry(receiver, 1, with(failed, Attempt.LOST)));
          return receiver;
        });

    assertThat(attempts("account", 1)).containsExactly(failed);
  }

  private static Attempt with(Attempt a, String outcome) {
    return new Attempt(
        a.number(),
        a.source(),
        a.reason(),
        a.startedAt(),
        a.duration(),
        outcome,
        a.status(),
        a.error(),
        a.excerpt(),
        a.node());
  }

  private Node nodeWithDeliveries(int count) {
    receivers.upsert(receiver("account", TOPIC).refusable(true));
    deliver(count);
    return node("a");
  }

  private Progress progress() {
    return deliveries.find(TENANT, "account", 1).orElseThrow();
  }
}
