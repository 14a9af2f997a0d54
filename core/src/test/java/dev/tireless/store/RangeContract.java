package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.AckSource;
import dev.tireless.Delivery;
import dev.tireless.DeliveryState;
import dev.tireless.Outcome;
import dev.tireless.store.DeliveryStore.Progress;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testing.RecordingChannel;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Deliveries that are leased together as they are numbered share one row, and whatever becomes of
 * them, they are told as if each had one of its own.
 */
abstract class RangeContract extends StoreContract {

  private static final Duration LEASE = Duration.ofSeconds(45);
  private static final Instant LEASE_END = START.plus(LEASE);

  private Node node;
  private List<Delivery> sent;

  RangeContract(TestDatabase database) {
    super(database);
  }

  @BeforeEach
  void sendThreeOfOneRange() {
    subscribe("account");
    node = nodeThatLooked();
    submit(3);
    sent = node.send();
    assertThat(sent).extracting(Delivery::seq).containsExactly(1L, 2L, 3L);
    assertRows(1, 0);
  }

  @Test
  void showsThemAsLeased() {
    Progress second = progress(2);

    assertThat(second.state()).isEqualTo(DeliveryState.PENDING);
    assertThat(second.leasedUntil()).isEqualTo(LEASE_END);
    assertThat(second.dueAt()).isEqualTo(LEASE_END);
    assertThat(second.windowStart()).isEqualTo(START);
    assertThat(second.attempts()).isZero();
    assertThat(deliveries.backlog().pending()).isEqualTo(3);
    assertThat(deliveries.backlog().oldestDue()).isEqualTo(LEASE_END);
  }

  @Test
  void endsWithTheLastAck() {
    finish(1, acked());
    finish(3, acked());
    assertRows(1, 0);
    assertThat(states()).containsExactly("ACKED", "PENDING", "ACKED");
    assertThat(deliveries.backlog().pending()).isEqualTo(3);

    finish(2, acked());
    assertRows(0, 0);
    assertThat(states()).containsOnly("ACKED");
    assertThat(history("account", 2)).containsExactly("1 ACKED");
    assertThat(deliveries.backlog().pending()).isZero();
    assertThat(deliveries.backlog().oldestDue()).isNull();
  }

  @Test
  void breaksUpWhenOneFails() {
    finish(1, acked());
    finish(2, RecordingChannel.failed());

    assertRows(0, 2);
    assertThat(progress(2).dueAt()).isEqualTo(START.plus(Duration.ofMinutes(1)));
    assertThat(progress(2).leasedUntil()).isNull();
    assertThat(progress(3).leasedUntil()).isEqualTo(LEASE_END);

    finish(3, acked());
    assertRows(0, 1);
    assertThat(states()).containsExactly("ACKED", "PENDING", "ACKED");
    assertThat(history("account", 3)).containsExactly("1 ACKED");
  }

  @Test
  void breaksUpWhenOneOfABatchIsRefused() {
    receivers.upsert(receiver("account", TOPIC).refusable(true));
    submit(2);
    node.send();
    node.answer(inFlight(4), acked());
    node.answer(inFlight(5), new Outcome.Refused(422, ""));
    node.answer(inFlight(2), acked());
    node.record();

    assertRows(1, 0);
    assertThat(states()).containsExactly("PENDING", "ACKED", "PENDING", "ACKED", "REFUSED");
  }

  @Test
  void endsThoseOfSeveralReceiversTogether() {
    node.finishAll(acked());
    subscribe("merchant", "partner");
    submit(2);
    assertThat(node.send()).hasSize(6);
    assertRows(3, 0);

    node.finishAll(acked());
    assertRows(0, 0);
    assertThat(schema().count("tireless_attempt WHERE outcome = 'ACKED'")).isEqualTo(9);
  }

  @Test
  void aLoneOneHasARowOfItsOwn() {
    submit(1);

    assertRows(1, 1);
    assertThat(node.sendOne().seq()).isEqualTo(4);
  }

  @Test
  void anotherNodeGoesOnWithWhatWasNotAcked() {
    finish(2, acked());
    clock.set(LEASE_END);
    Node other = node("other");
    List<Delivery> again = other.take();

    assertThat(again).extracting(Delivery::seq).containsExactly(1L, 3L);
    assertThat(again).extracting(Delivery::attempt).containsOnly(2L);
    assertThat(history("account", 1)).containsExactly("1 LOST");

    finish(1, acked());
    finish(3, RecordingChannel.failed());
    assertThat(states()).containsExactly("ACKED", "ACKED", "PENDING");
    other.finishAll(acked());
    assertRows(0, 0);
    assertThat(history("account", 1)).containsExactly("1 ACKED", "2 ACKED");
    assertThat(history("account", 3)).containsExactly("1 FAILED", "2 ACKED");
  }

  @Test
  void twoNodesThatFindItOverTakeEachDeliveryOnce() throws Exception {
    clock.set(LEASE_END);
    Node left = node("left");
    Node right = node("right");
    Running.together(List.of(left.steps()::lease, right.steps()::lease));

    List<Delivery> taken = new ArrayList<>(left.take());
    taken.addAll(right.take());
    assertThat(taken).extracting(Delivery::seq).containsExactlyInAnyOrder(1L, 2L, 3L);
    assertRows(0, 3);
  }

  @Test
  void oneThatCannotBeBrokenUpStopsNobodyElse() {
    subscribe("merchant");
    for (String subject : List.of("a", "b")) {
      var unused = node.steps().submit(recharge(subject).to("merchant"));
    }
    node.steps().write();
    assertRows(2, 0);
    schema()
        .execute(
            """
            INSERT INTO tireless_due (receiver_id, seq, due_at, reason, lease_token, failures)
            VALUES (?, 2, ?, 'SCHEDULED', 0, 0)""",
            progress(2).receiverNumber(),
            LEASE_END);
    clock.set(LEASE_END);

    assertThat(node("other").take())
        .extracting(delivery -> delivery.receiver().id() + " " + delivery.seq())
        .containsExactlyInAnyOrder("merchant 1", "merchant 2", "account 2");
    assertRows(1, 3);
    schema().execute("DELETE FROM tireless_due WHERE seq = 2 AND lease_token = 1");
  }

  @Test
  void oneOfItIsCancelled() {
    assertThat(deliveries.cancel(TENANT, "account", 2, "wrong amount")).isTrue();
    assertRows(0, 2);
    assertThat(states()).containsExactly("PENDING", "CANCELLED", "PENDING");

    node.finishAll(acked());
    assertThat(states()).containsOnly("ACKED");
  }

  @Test
  void oneOfItIsAckedByHand() {
    finish(1, acked());
    assertThat(byHand(1)).isFalse();
    assertThat(byHand(2)).isTrue();
    assertThat(byHand(2)).isFalse();
    assertThat(states()).containsExactly("ACKED", "ACKED", "PENDING");

    node.finishAll(acked());
    assertThat(history("account", 2)).containsExactly("1 ACKED", "2 ACKED");
    assertRows(0, 0);
  }

  @Test
  void oneOfItIsCancelledAtTheMomentOfItsAck() throws Exception {
    node.answer(inFlight(1), acked());
    node.answer(inFlight(2), acked());
    DueStore due = new DueStore(dialect());
    long receiver = progress(1).receiverNumber();
    try (Connection operator = begin()) {
      assertThat(due.cancel(operator, receiver, 2, "wrong", START)).isTrue();
      Running<Integer> record = Running.start(node.steps()::record).awaitLockWaitOrEnd(schema());
      assertThat(record.isDone()).isFalse();
      operator.commit();
      record.result();
    }

    assertThat(states()).containsExactly("ACKED", "ACKED", "PENDING");
    assertRows(0, 1);
  }

  /** As after a commit whose answer was lost, here of one ack of three. */
  @Test
  void anAckOfItIsRecordedAlready() {
    node.answerAll(acked());
    schema()
        .execute(
            """
            INSERT INTO tireless_attempt
              (receiver_id, seq, number, source, reason, started_at, duration_micros, outcome,
               status, error, excerpt, node)
            VALUES (?, 2, 1, 'PUSH', 'SCHEDULED', ?, 0, 'ACKED', 200, '', '', 'a')""",
            progress(2).receiverNumber(),
            START);
    node.record();

    assertThat(states()).containsOnly("ACKED");
    assertThat(history("account", 2)).containsExactly("1 ACKED");
    assertRows(0, 0);
    assertThat(node.steps().inFlight()).isZero();
  }

  @Test
  void itsReceiverIsDeleted() {
    finish(3, acked());
    receivers.delete(TENANT, "account");

    assertThat(states()).containsExactly("CANCELLED", "CANCELLED", "ACKED");
    assertRows(0, 0);
  }

  @Test
  void itsNodeStopsBeforeItSends() {
    node.finishAll(acked());
    submit(2);
    assertRows(1, 0);
    assertThat(node.steps().giveBack()).isEqualTo(2);

    assertThat(progress(4).leasedUntil()).isNull();
    assertThat(progress(4).windowStart()).isNull();
    assertThat(node("other").take()).extracting(Delivery::seq).containsExactly(4L, 5L);
    assertThat(history("account", 4)).isEmpty();
  }

  @Test
  void whatIsPublishedInTransactionsOfItsOwnSharesOne() {
    node.finishAll(acked());
    publish(recharge("a"));
    publish(recharge("b"));
    node.sequenceAll();
    assertRows(1, 0);

    assertThat(node.send()).extracting(Delivery::seq).containsExactly(4L, 5L);
    node.finishAll(acked());
    assertRows(0, 0);
  }

  private void submit(int count) {
    long before = schema().count("tireless_notification");
    for (int i = 1; i <= count; i++) {
      var unused = node.steps().submit(recharge("tx-" + (before + i)));
    }
    assertThat(node.steps().write()).isEqualTo(count);
  }

  private Delivery inFlight(long seq) {
    return node.inFlight().stream().filter(d -> d.seq() == seq).findFirst().orElseThrow();
  }

  private void finish(long seq, Outcome outcome) {
    node.finish(inFlight(seq), outcome);
  }

  private static Outcome acked() {
    return RecordingChannel.acked();
  }

  private boolean byHand(long seq) {
    return deliveries.acknowledge(TENANT, "account", seq, AckSource.MANUAL);
  }

  private Progress progress(long seq) {
    return deliveries.find(TENANT, "account", seq).orElseThrow();
  }

  private List<String> states() {
    List<String> states = new ArrayList<>();
    for (long seq : schema().numbers("SELECT seq FROM tireless_delivery ORDER BY seq")) {
      states.add(state("account", seq).name());
    }
    return states;
  }

  private void assertRows(int ranges, int due) {
    assertThat(schema().count("tireless_range")).isEqualTo(ranges);
    assertThat(schema().count("tireless_due")).isEqualTo(due);
  }
}
