package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.AckSource;
import dev.tireless.Delivery;
import dev.tireless.DeliveryState;
import dev.tireless.Outcome;
import dev.tireless.reconcile.Caller;
import dev.tireless.reconcile.EpochChangedException;
import dev.tireless.reconcile.Job;
import dev.tireless.reconcile.Reconciliation;
import dev.tireless.reconcile.Scope;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testing.RecordingChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What receivers wish to be told again. */
abstract class RedeliveryContract extends StoreContract {

  private static final long EPOCH = 1;
  private static final Caller A = new Caller(TENANT, "a", Scope.ALL);
  private static final Caller B = new Caller(TENANT, "b", Scope.ALL);

  private Reconciliation reconciliation;

  RedeliveryContract(TestDatabase database) {
    super(database);
  }

  @BeforeEach
  void subscribe() {
    subscribe("a", "b");
    reconciliation = new Reconciliation(pool(), clock);
  }

  @Test
  void tellsAgainWhatIsGivenUpOrAcked() {
    deliver(3);
    deliveries.cancel(TENANT, "a", 1, "test");
    deliveries.acknowledge(TENANT, "a", 2, AckSource.PULL);

    redeliver("a", 1, 2, 3, 4);

    assertThat(reconciliation.redelivery(A).orElseThrow().redelivered()).isEqualTo(3);
    assertThat(state("a", 1)).isEqualTo(DeliveryState.PENDING);
    assertThat(state("a", 2)).isEqualTo(DeliveryState.PENDING);
    assertThat(history("a", 2)).containsExactly("1 ACKED", "2 REOPENED");

    Node node = node("n");
    node.take();
    node.finishAll(new Outcome.Acked(200, ""));

    assertThat(state("a", 2)).isEqualTo(DeliveryState.ACKED);
    assertThat(history("a", 2)).containsExactly("1 ACKED", "2 REOPENED", "3 ACKED");
  }

  @Test
  void worksOffAWishInPages() {
    deliver(250);
    reconciliation.acknowledge(A, EPOCH, List.of(), 240L);
    Node node = node("n");

    assertThat(reconciliation.redelivery(A)).isEmpty();
    Job job = reconciliation.redeliver(A, EPOCH, 5, 1000, true).orElseThrow();
    assertThat(job.number()).isEqualTo(1);
    assertThat(job.until()).isEqualTo(250);
    assertThat(reconciliation.redeliver(A, EPOCH, List.of(1L))).isEmpty();

    assertThat(node.steps().redeliver()).isEqualTo(100);
    assertThat(state("a", 105)).isEqualTo(DeliveryState.PENDING);
    assertThat(state("a", 106)).isEqualTo(DeliveryState.ACKED);
    assertThat(node("another").steps().redeliver()).isEqualTo(100);
    assertThat(node.steps().redeliver()).isEqualTo(45);
    Job done = reconciliation.redelivery(A).orElseThrow();
    assertThat(done.redelivered()).isEqualTo(245);
    assertThat(done.finishedAt()).isNotNull();
    assertThat(state("a", 5)).isEqualTo(DeliveryState.ACKED);
    assertThat(reconciliation.watermarkWithCounts(A).unacked()).isEqualTo(245);

    assertThat(reconciliation.redeliver(A, EPOCH, List.of(3L, 1L, 999L))).isPresent();
    clock.advance(Duration.ofSeconds(1));
    node.steps().redeliver();
    assertThat(reconciliation.redelivery(A).orElseThrow().redelivered()).isEqualTo(2);
    assertThat(reconciliation.redelivery(A).orElseThrow().number()).isEqualTo(2);
  }

  @Test
  void tellsOnlyWhatIsOpenAgainIfThatIsAskedFor() {
    deliver(10);
    deliveries.cancel(TENANT, "a", 4, "test");
    reconciliation.acknowledge(A, EPOCH, List.of(), 3L);

    reconciliation.redeliver(A, EPOCH, 0, 8, false);
    node("n").steps().redeliver();

    assertThat(reconciliation.redelivery(A).orElseThrow().redelivered()).isEqualTo(5);
    assertThat(state("a", 3)).isEqualTo(DeliveryState.ACKED);
    assertThat(state("a", 4)).isEqualTo(DeliveryState.PENDING);
    assertThatThrownBy(() -> reconciliation.redeliver(A, EPOCH, 5, 5, true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reconciliation.redeliver(A, EPOCH, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tellsAgainAtOnceWhatIsPendingAndFailed() {
    publish(recharge("tx").to("a"));
    Node node = node("n");
    node.sequenceAll();

    for (int attempt = 1; attempt <= 4; attempt++) {
      Delivery delivery = node.takeOne();
      assertThat(delivery.attempt()).isEqualTo(attempt);
      node.finish(delivery, RecordingChannel.failed());
      assertThat(node.take()).isEmpty();
      redeliver("a", 1);
    }
    assertThat(reconciliation.redelivery(A).orElseThrow().redelivered()).isEqualTo(1);
    assertThat(deliveries.find(TENANT, "a", 1).orElseThrow().failures()).isEqualTo(1);
  }

  @Test
  void leavesWhatHasNoPayloadAnyMoreAsItIs() {
    deliver(3);
    deliveries.acknowledge(TENANT, "a", 1, AckSource.PULL);
    deliveries.cancel(TENANT, "a", 2, "test");
    expunge("tx-1", "tx-2");

    redeliver("a", 1, 2, 3);

    assertThat(reconciliation.redelivery(A).orElseThrow().redelivered()).isEqualTo(1);
    assertThat(state("a", 1)).isEqualTo(DeliveryState.ACKED);
    assertThat(state("a", 2)).isEqualTo(DeliveryState.CANCELLED);
    assertThat(deliveries.replay(TENANT, "a", 2)).isFalse();
  }

  @Test
  void leavesWhatIsOfADeletedReceiverAsItIs() {
    deliver(1);
    deliveries.acknowledge(TENANT, "a", 1, AckSource.PULL);
    reconciliation.redeliver(A, EPOCH, 0, 1, true);
    receivers.delete(TENANT, "a");

    node("n").steps().redeliver();
    node("n").take();

    assertThat(state("a", 1)).isEqualTo(DeliveryState.ACKED);
    assertThat(history("a", 1)).containsExactly("1 ACKED");
    Job job = reconciliation.redelivery(A).orElseThrow();
    assertThat(job.finishedAt()).isNotNull();
    assertThat(job.redelivered()).isZero();
  }

  @Test
  void worksOffAPageOfOneReceiverAtATime() {
    deliver(150);
    wishForAll(150);
    Node node = node("n");

    assertThat(node.steps().redeliver()).isEqualTo(100);
    assertThat(node.steps().redeliver()).isEqualTo(100);
    assertThat(reconciliation.redelivery(A).orElseThrow().redelivered()).isEqualTo(100);
    assertThat(reconciliation.redelivery(B).orElseThrow().redelivered()).isEqualTo(100);
    assertThat(node.steps().redeliver()).isEqualTo(50);
    assertThat(node.steps().redeliver()).isEqualTo(50);
    assertThat(node.steps().redeliver()).isZero();
  }

  @Test
  void goesOnWithOthersWhenOneWishCannotBeRead() {
    deliver(2);
    wishForAll(2);
    schema()
        .execute(
            """
            UPDATE tireless_redelivery SET seqs = 'no number' WHERE receiver_id =
              (SELECT receiver_id FROM tireless_receiver WHERE receiver = 'a')""");
    Node node = node("n");

    assertThatThrownBy(node.steps()::redeliver).isInstanceOf(NumberFormatException.class);
    assertThat(node.steps().redeliver()).isEqualTo(2);
    assertThat(reconciliation.redelivery(B).orElseThrow().finishedAt()).isNotNull();
  }

  @Test
  void twoNodesDoNotWorkOffTheSamePage() {
    deliver(150);
    wishForAll(150);
    receivers.delete(TENANT, "b");
    InterruptedPool pool = new InterruptedPool(pool());
    Node other = node("other");
    List<Integer> others = new ArrayList<>();
    pool.interrupt("FROM tireless_delivery", () -> others.add(other.steps().redeliver()));

    int own = new Node(pool.dataSource(), "n", clock).steps().redeliver();

    assertThat(own).isEqualTo(100);
    assertThat(others).containsExactly(0);
    assertThat(reconciliation.redelivery(A).orElseThrow().redelivered()).isEqualTo(100);
  }

  @Test
  void refusesNumbersOfAnEpochThatIsOver() {
    deliver(1);
    receivers.raiseEpoch();

    assertThatThrownBy(() -> reconciliation.redeliver(A, EPOCH, List.of(1L)))
        .isInstanceOf(EpochChangedException.class);
    assertThatThrownBy(() -> reconciliation.redeliver(A, EPOCH, 0, 1, true))
        .isInstanceOf(EpochChangedException.class);
    assertThat(reconciliation.redelivery(A)).isEmpty();
  }

  @Test
  void doesNothingForARangeThatNothingWasNumberedIn() {
    deliver(3);

    assertThat(reconciliation.redeliver(A, EPOCH, 3, 9, true).orElseThrow().until()).isEqualTo(3);
    assertThat(node("n").steps().redeliver()).isZero();

    Job job = reconciliation.redelivery(A).orElseThrow();
    assertThat(job.doneUpTo()).isEqualTo(3);
    assertThat(job.finishedAt()).isNotNull();
  }

  /** Acked by both, and both want all of it again. */
  private void wishForAll(long upTo) {
    for (Caller caller : List.of(A, B)) {
      reconciliation.acknowledge(caller, EPOCH, List.of(), upTo);
      assertThat(reconciliation.redeliver(caller, EPOCH, 0, upTo, true)).isPresent();
    }
  }

  private void expunge(String... subjects) {
    for (String subject : subjects) {
      schema()
          .execute("UPDATE tireless_notification SET payload = NULL WHERE subject = ?", subject);
    }
  }
}
