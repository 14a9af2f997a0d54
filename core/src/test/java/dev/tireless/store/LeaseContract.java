package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.Delivery;
import dev.tireless.DeliveryState;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testing.RecordingChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A delivery is held by one node at a time, and by none that died. */
abstract class LeaseContract extends StoreContract {

  private static final Duration LEASE = Duration.ofSeconds(45);
  private static final Duration WINDOW = Duration.ofHours(24);

  LeaseContract(TestDatabase database) {
    super(database);
  }

  @Test
  void whatHasNoPayloadAnyMoreStopsNobodyElse() {
    subscribe("account");
    deliver(3);
    schema().execute("UPDATE tireless_notification SET payload = NULL WHERE subject = 'tx-2'");

    assertThat(node("a").take()).extracting(Delivery::seq).containsExactly(1L, 3L);
    assertThat(state("account", 2)).isEqualTo(DeliveryState.EXHAUSTED);
    assertThat(deliveries.find(TENANT, "account", 2).orElseThrow().parkedReason())
        .isEqualTo("PAYLOAD_EXPUNGED");
  }

  @Test
  void twoNodesAtOnceNeverHoldTheSameDelivery() throws Exception {
    receivers.upsert(receiver("account", TOPIC).maxInFlight(10));
    deliver(120);
    Set<Long> taken = ConcurrentHashMap.newKeySet();

    Running.together(List.of(() -> ackAll("a", taken), () -> ackAll("b", taken)));

    assertThat(taken).hasSize(120);
    assertThat(schema().count("tireless_due")).isZero();
    assertThat(schema().texts("SELECT outcome FROM tireless_attempt WHERE number = 1"))
        .hasSize(120)
        .containsOnly("ACKED");
    assertThat(schema().count("tireless_attempt")).isEqualTo(120);
  }

  private int ackAll(String name, Set<Long> taken) {
    Node node = node(name);
    while (schema().count("tireless_due") > 0) {
      node.take();
      for (Delivery delivery : node.inFlight()) {
        assertThat(taken.add(delivery.seq())).isTrue();
        node.answer(delivery, RecordingChannel.acked());
      }
      node.record();
    }
    return taken.size();
  }

  @Test
  void takesTheLongestWaitingAndNoMoreThanTheLaneHasRoomFor() {
    receivers.upsert(receiver("account", TOPIC).maxInFlight(3));
    deliver(7);
    Node node = node("a");

    List<Delivery> first = node.take();
    assertThat(first).extracting(Delivery::seq).containsExactly(1L, 2L, 3L);
    assertThat(node.take()).isEmpty();

    node.finish(first.get(1), RecordingChannel.acked());
    clock.advance(Duration.ofSeconds(2));
    assertThat(node.take()).extracting(Delivery::seq).containsExactly(4L);
    assertThat(node("b").take()).extracting(Delivery::seq).containsExactly(5L, 6L, 7L);
  }

  @Test
  void holdsAsMuchMoreAsItFinishedWithinASecondAndSendsItAsAnswersCome() {
    receivers.upsert(receiver("account", TOPIC).maxInFlight(3));
    deliver(9);
    Node node = node("a");
    node.take().forEach(delivery -> node.finish(delivery, RecordingChannel.acked()));

    assertThat(node.take()).extracting(Delivery::seq).containsExactly(4L, 5L, 6L);
    assertThat(node.steps().inFlight()).isEqualTo(6);
    node.answer(node.inFlight().get(0), RecordingChannel.acked());

    assertThat(node.inFlight()).extracting(Delivery::seq).containsExactly(5L, 6L, 7L);
    assertThat(node.steps().giveBack()).isEqualTo(2);
    assertThat(node("b").take()).extracting(Delivery::seq).containsExactly(8L, 9L);
  }

  @Test
  void countsAttemptsOverRetryCancelAndReplay() {
    subscribe("account");
    deliver(1);
    Node node = node("a");

    node.finish(node.takeOne(), RecordingChannel.failed());
    clock.advance(Duration.ofMinutes(1));
    Delivery second = node.takeOne();
    assertThat(second.attempt()).isEqualTo(2);
    deliveries.cancel(TENANT, "account", 1, "wrong");
    node.finish(second, RecordingChannel.failed());
    deliveries.replay(TENANT, "account", 1);
    Delivery third = node.takeOne();
    assertThat(third.attempt()).isEqualTo(3);
    node.finish(third, RecordingChannel.acked());

    assertThat(history("account", 1)).containsExactly("1 FAILED", "2 FAILED", "3 ACKED");
  }

  @Test
  void takesOverALeaseThatEndedAndSaysOnceThatItsAttemptIsLost() {
    subscribe("account");
    deliver(1);
    node("dies").takeOne();
    clock.advance(LEASE.minusNanos(1_000));
    assertThat(node("b").take()).isEmpty();

    clock.advance(Duration.ofNanos(1_000));
    assertThat(node("b").takeOne().attempt()).isEqualTo(2);
    clock.advance(LEASE);
    Node last = node("c");
    last.finish(last.takeOne(), RecordingChannel.acked());

    assertThat(history("account", 1)).containsExactly("1 LOST", "2 LOST", "3 ACKED");
    assertThat(attempts("account", 1).get(0).node()).isEqualTo("dies");
    assertThat(attempts("account", 1).get(0).startedAt()).isEqualTo(START);
  }

  @Test
  void aLostAttemptDoesNotMoveOnInTheGaps() {
    subscribe("account");
    deliver(1);
    node("dies").takeOne();
    clock.advance(LEASE);
    Node node = node("b");
    node.finish(node.takeOne(), RecordingChannel.failed());

    assertThat(dueAt("account", 1)).isEqualTo(clock.instant().plus(Duration.ofMinutes(1)));
  }

  @Test
  void findsEveryReceiverWithSomethingDueBesideALargeBacklog() {
    subscribe(IntStream.rangeClosed(1, 40).mapToObj(i -> "r" + i).toArray(String[]::new));
    deliver(1);
    subscribe("later");
    growBacklog();
    schema().execute("DELETE FROM tireless_due WHERE receiver_id % 2 = 0");
    assertThat(receiversWithDue(START))
        .containsExactlyElementsOf(
            schema().numbers("SELECT DISTINCT receiver_id FROM tireless_due ORDER BY 1"))
        .hasSizeBetween(19, 21);
    assertThat(receiversWithDue(START.minusNanos(1_000))).isEmpty();
    schema().execute("DELETE FROM tireless_due");
    schema().execute("DELETE FROM tireless_delivery");
    schema().execute("UPDATE tireless_receiver_head SET last_seq = 0");
  }

  private List<Long> receiversWithDue(Instant now) {
    DueStore due = new DueStore(dialect());
    return inTransaction(c -> due.receiversWithDue(c, now));
  }

  /** The first receiver gets two thousand rows more, by SQL. */
  private void growBacklog() {
    for (int i = 0; i < 11; i++) {
      schema()
          .execute(
              """
              INSERT INTO tireless_due (receiver_id, seq, due_at, reason, lease_token, failures)
              SELECT receiver_id, seq + %d, due_at, reason, 0, 0 FROM tireless_due
              WHERE receiver_id = (SELECT MIN(receiver_id) FROM tireless_receiver)"""
                  .formatted(1 << i));
    }
  }

  @Test
  void asksOnlyReceiversThatMayBeTold() {
    subscribe("active", "paused", "suspended");
    deliver(1);
    receivers.pause(TENANT, "paused");
    receivers.suspend(TENANT, "suspended");
    Node node = node("a");

    assertThat(node.take()).extracting(d -> d.receiver().id()).containsExactly("active");
    receivers.resume(TENANT, "paused");
    receivers.resume(TENANT, "suspended");
    assertThat(node.take())
        .extracting(d -> d.receiver().id())
        .containsExactlyInAnyOrder("paused", "suspended");
    node.finishAll(RecordingChannel.acked());
  }

  @Test
  void givesUpAtTheEndOfTheWindowInsteadOfTakingIt() {
    subscribe("account");
    deliver(1);
    Node node = node("a");
    node.finish(node.takeOne(), RecordingChannel.failed());

    clock.set(START.plus(WINDOW));
    assertThat(node.take()).isEmpty();

    assertThat(state("account", 1)).isEqualTo(DeliveryState.EXHAUSTED);
    assertThat(history("account", 1)).containsExactly("1 FAILED");
  }

  @Test
  void saysThatAnAttemptIsLostWhenItGivesUpTheDelivery() {
    subscribe("account");
    deliver(1);
    node("dies").takeOne();
    clock.set(START.plus(WINDOW));
    node("b").take();

    assertThat(state("account", 1)).isEqualTo(DeliveryState.EXHAUSTED);
    assertThat(history("account", 1)).containsExactly("1 LOST");
  }

  @Test
  void whatWasNotSentIsGivenBackAtOnce() {
    subscribe("account");
    deliver(2);
    Node stopping = node("a");
    assertThat(stopping.steps().lease()).isEqualTo(2);
    assertThat(node("b").take()).isEmpty();
    stopping.steps().giveBack();

    Node other = node("b");
    assertThat(other.take()).hasSize(2);
    other.finishAll(RecordingChannel.acked());
    assertThat(history("account", 1)).hasSize(1).first().asString().endsWith("ACKED");
  }

  @Test
  void noWindowRunsForWhatWasGivenBackAndNeverSent() {
    subscribe("account");
    deliver(1);
    Node stopping = node("a");
    stopping.steps().lease();
    stopping.steps().giveBack();
    clock.advance(WINDOW.multipliedBy(2));

    assertThat(node("b").take()).hasSize(1);
  }

  @Test
  void givingBackWhatAnotherTookMeanwhileChangesNothing() {
    subscribe("account");
    deliver(1);
    Node frozen = node("a");
    frozen.steps().lease();
    clock.advance(LEASE);
    assertThat(node("b").take()).hasSize(1);
    frozen.steps().giveBack();

    assertThat(node("c").take()).isEmpty();
  }

  private Instant dueAt(String receiver, long seq) {
    return deliveries.find(TENANT, receiver, seq).orElseThrow().dueAt();
  }
}
