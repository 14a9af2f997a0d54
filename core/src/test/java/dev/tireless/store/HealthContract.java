package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.AckSource;
import dev.tireless.AttemptReason;
import dev.tireless.Delivery;
import dev.tireless.DeliveryState;
import dev.tireless.ReceiverHealth;
import dev.tireless.ReceiverHealth.Draining;
import dev.tireless.ReceiverHealth.Failing;
import dev.tireless.ReceiverHealth.Healthy;
import dev.tireless.ReceiverHealth.Hold;
import dev.tireless.schedule.RetrySchedule;
import dev.tireless.store.BacklogStore.Waiting;
import dev.tireless.store.ReceiverStore.Stored;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testing.RecordingChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A receiver that fails, is probed, is drained, and is shared by several nodes meanwhile. */
abstract class HealthContract extends StoreContract {

  private static final Duration LEASE = Duration.ofSeconds(45);

  HealthContract(TestDatabase database) {
    super(database);
  }

  @Test
  void keepsEveryHealthAsItIsWritten() {
    subscribe("account");
    Instant t = START;
    List<ReceiverHealth> all =
        List.of(
            new Failing(t, null, 0, null, t.plusSeconds(5), 0, null),
            new Failing(t, t, 3, t.plusSeconds(1), t.plusSeconds(2), 7, new Hold("n", t)),
            new Draining(t, t.plusSeconds(1), 0, 0, null),
            new Draining(t, t.plusSeconds(1), 9, 1L << 40, new Hold("n", t)),
            new Healthy(t),
            new Healthy(null));

    for (ReceiverHealth health : all) {
      assertThat(change(stored("account"), health)).isTrue();
      assertThat(stored("account").health()).isEqualTo(health);
      assertThat(receivers.health(TENANT, "account")).contains(health);
    }
  }

  @Test
  void aHealthThatWasReadBeforeAnotherChangeIsNotWritten() {
    subscribe("account");
    Stored read = stored("account");

    assertThat(change(read, new Failing(START, null, 0, null, START, 0, null))).isTrue();
    assertThat(change(read, new Failing(START, null, 9, null, START, 0, null))).isFalse();
  }

  @Test
  void ofNodesThatClaimAProbeAtOnceOneGetsIt() throws Exception {
    failing("account", 20);
    clock.advance(Duration.ofSeconds(5));
    Callable<Integer> a = () -> node("a").take().size();
    Callable<Integer> b = () -> node("b").take().size();
    Callable<Integer> c = () -> node("c").take().size();

    assertThat(Running.together(List.of(a, b, c))).containsExactlyInAnyOrder(0, 0, 1);
    assertThat(schema().texts("SELECT reason FROM tireless_due WHERE leased_until IS NOT NULL"))
        .containsExactly("PROBE");
  }

  @Test
  void anotherNodeProbesWhenTheFirstDiedWithItsProbe() {
    failing("account", 20);
    clock.advance(Duration.ofSeconds(5));
    Delivery lost = node("dies").takeOne();
    clock.advance(LEASE.minusNanos(1_000));
    assertThat(node("b").take()).isEmpty();

    clock.advance(Duration.ofNanos(1_000));
    Node b = node("b");
    Delivery next = b.takeOne();
    assertThat(next.seq()).isEqualTo(lost.seq() + 1);
    b.finish(next, RecordingChannel.acked());
    tell(b);

    assertThat(history("account", lost.seq())).contains(lost.attempt() + " LOST");
    assertThat(attempts("account", lost.seq()))
        .extracting(attempt -> attempt.reason())
        .containsExactly(AttemptReason.SCHEDULED, AttemptReason.PROBE, AttemptReason.DRAIN);
    assertThat(schema().count("tireless_due")).isZero();
  }

  @Test
  void allNodesKeepAwayFromAFailingReceiver() {
    failing("account", 20);
    assertThat(deliveries.backlog().failing()).isEqualTo(1);
    publish(recharge("tx-new"));
    node("b").sequenceAll();
    clock.advance(Duration.ofSeconds(4));

    assertThat(node("b").take()).isEmpty();
    clock.advance(Duration.ofMinutes(5));
    assertThat(node("b").take()).extracting(Delivery::reason).containsExactly(AttemptReason.PROBE);
  }

  @Test
  void anAckThatAnotherNodeHeardEndsTheFailing() {
    receivers.upsert(receiver("account", TOPIC).maxInFlight(6));
    deliver(12);
    Node a = node("a");
    Node b = node("b");
    a.take();
    List<Delivery> ofB = b.take();
    a.finishAll(RecordingChannel.failed());
    clock.advance(Duration.ofSeconds(6));
    a.steps().lease();
    assertThat(health("account")).isInstanceOf(Failing.class);

    b.finish(ofB.get(0), RecordingChannel.acked());
    b.steps().lease();
    assertThat(health("account")).isNotInstanceOf(Failing.class);
  }

  @Test
  void drainsInTheOrderOfTheSequenceWhatFailedOrWasNeverTried() {
    Node a = failing("account", 20);
    publish(recharge("tx-new"));
    a.sequenceAll();
    clock.advance(Duration.ofSeconds(5));
    a.finish(a.takeOne(), RecordingChannel.acked());

    List<Long> drained = tell(a);

    assertThat(drained).isEqualTo(LongStream.rangeClosed(2, 21).boxed().toList());
    assertThat(health("account")).isInstanceOf(Healthy.class);
    assertThat(schema().count("tireless_due")).isZero();
  }

  @Test
  void oneNodeDrainsAndAnotherGoesOnWhenItDies() {
    Node dies = failing("account", 20);
    clock.advance(Duration.ofSeconds(5));
    dies.finish(dies.takeOne(), RecordingChannel.acked());
    assertThat(dies.take()).extracting(Delivery::seq).containsExactly(2L);
    Node b = node("b");
    assertThat(b.take()).isEmpty();

    clock.advance(LEASE);
    List<Long> drained = tell(b);
    assertThat(drained.subList(0, 18)).isEqualTo(LongStream.rangeClosed(3, 20).boxed().toList());
    tell(b);
    assertThat(history("account", 2)).containsExactly("1 FAILED", "2 LOST", "3 ACKED");
    assertThat(schema().count("tireless_due")).isZero();
  }

  @Test
  void anotherNodeGoesOnWithTheDrainOfOneThatStopsAtOnce() {
    Node stops = failing("account", 20);
    clock.advance(Duration.ofSeconds(5));
    stops.finish(stops.takeOne(), RecordingChannel.acked());
    stops.finish(stops.takeOne(), RecordingChannel.acked());
    stops.steps().giveBack();

    assertThat(tell(node("b"))).isEqualTo(LongStream.rangeClosed(3, 20).boxed().toList());
  }

  @Test
  void definingAFailingReceiverAnewTriesItSoon() {
    failing("account", 20);
    assertThat(node("b").take()).isEmpty();
    receivers.upsert(receiver("account", TOPIC).maxInFlight(3));

    assertThat(node("b").take()).extracting(Delivery::reason).containsExactly(AttemptReason.PROBE);
  }

  @Test
  void aFailedProbeRunsTheWindowsOfAllThatWasDue() {
    Node a = failing("account", 20);
    schema()
        .execute(
            "UPDATE tireless_due SET window_start = NULL, failed_at = NULL, due_at = ?", START);
    clock.advance(Duration.ofSeconds(5));
    a.finish(a.takeOne(), RecordingChannel.failed());
    Instant probed = clock.instant();
    clock.advance(Duration.ofMillis(1));
    publish(recharge("tx-later"));
    a.sequenceAll();
    look(a);

    assertThat(
            schema().count("tireless_due WHERE window_start IS NOT NULL AND failed_at IS NOT NULL"))
        .isEqualTo(20);
    assertThat(progress("account", 7).windowStart()).isEqualTo(probed);
    assertThat(progress("account", 7).dueAt()).isEqualTo(probed.plus(Duration.ofHours(24)));
    assertThat(progress("account", 21).windowStart()).isNull();
  }

  @Test
  void sweepsALargeBacklogInPages() {
    Node a = failing("account", 450);
    schema()
        .execute(
            "UPDATE tireless_due SET window_start = NULL, failed_at = NULL, due_at = ?", START);
    clock.advance(Duration.ofSeconds(5));
    a.finish(a.takeOne(), RecordingChannel.failed());
    List<Long> swept = new ArrayList<>();
    for (int looks = 0; looks < 4; looks++) {
      look(a);
      swept.add(schema().count("tireless_due WHERE window_start IS NOT NULL"));
    }

    assertThat(swept).containsExactly(201L, 401L, 450L, 450L);
  }

  @Test
  void whatEndsBehindAFailingReceiverIsParkedAsReceiverDown() {
    receivers.upsert(
        receiver("account", TOPIC).maxInFlight(20).schedule(RetrySchedule.parse("1m/1h")));
    Node a = failed(20);
    for (int probes = 0; probes < 70; probes++) {
      clock.advance(Duration.ofMinutes(1));
      a.take();
      a.finishAll(RecordingChannel.failed());
      look(a);
    }

    assertThat(schema().count("tireless_parked WHERE reason = 'RECEIVER_DOWN'")).isEqualTo(20);
    assertThat(schema().count("tireless_due")).isZero();
    assertThat(state("account", 1)).isEqualTo(DeliveryState.EXHAUSTED);
    assertThat(health("account")).isInstanceOf(Failing.class);
  }

  @Test
  void aSweptBacklogIsNoLongerDue() {
    Node a = failing("account", 20);
    clock.advance(Duration.ofMinutes(2));
    a.finish(a.takeOne(), RecordingChannel.failed());
    look(a);
    DueStore due = new DueStore(dialect());

    List<Long> withDue =
        inTransaction(c -> due.receiversWithDue(c, clock.instant().minusMillis(200)));
    assertThat(withDue).isEmpty();
  }

  @Test
  void aSignOfLifeBringsTheProbeForwardForAllNodes() {
    Node a = failing("account", 20);
    for (int probes = 0; probes < 5; probes++) {
      clock.set(((Failing) health("account")).nextProbeAt());
      a.finish(a.takeOne(), RecordingChannel.failed());
      look(a);
    }
    clock.advance(Duration.ofSeconds(10));
    assertThat(node("b").take()).isEmpty();

    receivers.heard(TENANT, "account");
    assertThat(node("b").take()).extracting(Delivery::reason).containsExactly(AttemptReason.PROBE);
  }

  @Test
  void anAckByPullIsASignOfLife() {
    Node a = failing("account", 20);
    clock.advance(Duration.ofSeconds(5));
    a.finish(a.takeOne(), RecordingChannel.failed());
    look(a);
    Instant promised = ((Failing) health("account")).nextProbeAt();
    clock.advance(Duration.ofSeconds(6));

    deliveries.acknowledge(TENANT, "account", 9, AckSource.PULL);
    assertThat(((Failing) health("account")).nextProbeAt()).isBefore(promised);
  }

  @Test
  void resumingProbesAtOnce() {
    Node a = failing("account", 20);
    receivers.pause(TENANT, "account");
    clock.advance(Duration.ofDays(3));
    assertThat(a.take()).isEmpty();

    receivers.resume(TENANT, "account");
    assertThat(node("b").take()).extracting(Delivery::reason).containsExactly(AttemptReason.PROBE);
  }

  @Test
  void aDeletedReceiverIsNotLookedAfter() {
    Node a = failing("account", 20);
    receivers.delete(TENANT, "account");
    clock.advance(Duration.ofMinutes(1));

    assertThat(a.take()).isEmpty();
    assertThat(schema().count("tireless_receiver WHERE failing_since IS NOT NULL")).isZero();
  }

  @Test
  void tellsWhatWaitsWithoutReadingMore() {
    subscribe("account");
    deliver(7);
    BacklogStore backlog = new BacklogStore(dialect());
    long number = stored("account").number();

    List<Waiting> waiting = inTransaction(c -> backlog.waiting(c, number, 3));
    List<Long> last =
        inTransaction(c -> List.of(backlog.last(c, number), backlog.last(c, number + 1)));
    assertThat(waiting)
        .containsExactly(new Waiting(1, null), new Waiting(2, null), new Waiting(3, null));
    assertThat(last).containsExactly(7L, 0L);
  }

  /** So many failed at one node, which has found the receiver failing. */
  private Node failing(String receiver, int deliveries) {
    receivers.upsert(receiver(receiver, TOPIC).maxInFlight(deliveries));
    return failed(deliveries);
  }

  private Node failed(int deliveries) {
    deliver(deliveries);
    Node node = node("a");
    assertThat(node.take()).hasSize(deliveries);
    node.finishAll(RecordingChannel.failed());
    clock.advance(Duration.ofSeconds(5));
    node.steps().lease();
    assertThat(health("account")).isInstanceOf(Failing.class);
    return node;
  }

  /** Looks after failing receivers once more, and sends nothing. */
  private void look(Node node) {
    clock.advance(Duration.ofMillis(100));
    node.steps().lease();
  }

  /** Takes and acks until nothing is left, and tells in which order. */
  private List<Long> tell(Node node) {
    List<Long> order = new ArrayList<>();
    for (List<Delivery> taken = node.take(); !taken.isEmpty(); taken = node.take()) {
      taken.forEach(delivery -> order.add(delivery.seq()));
      node.finishAll(RecordingChannel.acked());
    }
    return order;
  }

  private Stored stored(String receiver) {
    ReceiverStore store = new ReceiverStore(dialect());
    return inTransaction(c -> store.find(c, TENANT, receiver)).orElseThrow();
  }

  private boolean change(Stored read, ReceiverHealth health) {
    ReceiverStore store = new ReceiverStore(dialect());
    return inTransaction(c -> store.changeHealth(c, read, health));
  }

  private ReceiverHealth health(String receiver) {
    return receivers.health(TENANT, receiver).orElseThrow();
  }

  private DeliveryStore.Progress progress(String receiver, long seq) {
    return deliveries.find(TENANT, receiver, seq).orElseThrow();
  }
}
