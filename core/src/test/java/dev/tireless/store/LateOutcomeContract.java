package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.AckSource;
import dev.tireless.Delivery;
import dev.tireless.DeliveryState;
import dev.tireless.Outcome;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testing.RecordingChannel;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Outcomes that come when the delivery is no longer theirs: an ack counts, all else is history. */
abstract class LateOutcomeContract extends StoreContract {

  private static final Duration LEASE = Duration.ofSeconds(45);

  LateOutcomeContract(TestDatabase database) {
    super(database);
  }

  /** What happened to the delivery after the slow node's lease. */
  enum Meanwhile {
    TAKEN(DeliveryState.PENDING),
    FAILED(DeliveryState.PENDING),
    EXHAUSTED(DeliveryState.EXHAUSTED),
    REFUSED(DeliveryState.REFUSED),
    CANCELLED(DeliveryState.CANCELLED),
    REPLAYED(DeliveryState.PENDING),
    ACKED(DeliveryState.ACKED);

    private final DeliveryState state;

    Meanwhile(DeliveryState state) {
      this.state = state;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLateAckEndsTheDeliveryWhereverItIs(Meanwhile meanwhile) {
    Node slow = node("slow");
    Delivery delivery = sentBy(slow);
    happen(meanwhile);
    slow.finish(delivery, RecordingChannel.acked());

    assertThat(state("account", 1)).isEqualTo(DeliveryState.ACKED);
    assertThat(history("account", 1)).startsWith("1 ACKED");
    assertThat(node("later").take()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aLateFailureChangesNothing(Meanwhile meanwhile) {
    Node slow = node("slow");
    Delivery delivery = sentBy(slow);
    happen(meanwhile);
    var before = deliveries.find(TENANT, "account", 1).orElseThrow();
    slow.finish(delivery, RecordingChannel.failed());

    var after = deliveries.find(TENANT, "account", 1).orElseThrow();
    assertThat(after.state()).isEqualTo(meanwhile.state);
    assertThat(after.dueAt()).isEqualTo(before.dueAt());
    assertThat(after.leasedUntil()).isEqualTo(before.leasedUntil());
    assertThat(after.failures()).isEqualTo(before.failures());
    assertThat(history("account", 1)).startsWith("1 FAILED");
  }

  @Test
  void aLateRefusalChangesNothing() {
    Node slow = node("slow");
    Delivery delivery = sentBy(slow);
    happen(Meanwhile.FAILED);
    slow.finish(delivery, new Outcome.Refused(422, ""));

    assertThat(state("account", 1)).isEqualTo(DeliveryState.PENDING);
  }

  @Test
  void anAckCountsThoughTheDeliveryIsCancelledWhileInFlight() {
    Node node = node("a");
    Delivery delivery = sentBy(node);
    deliveries.cancel(TENANT, "account", 1, "wrong amount");
    node.finish(delivery, RecordingChannel.acked());

    assertThat(state("account", 1)).isEqualTo(DeliveryState.ACKED);
  }

  @Test
  void aLateAckCountsThoughTheDeliveryIsReplayedAtThatMoment() throws Exception {
    Node slow = node("slow");
    Delivery delivery = sentBy(slow);
    deliveries.cancel(TENANT, "account", 1, "wrong amount");
    slow.answer(delivery, RecordingChannel.acked());
    DueStore due = new DueStore(dialect());
    long receiver = deliveries.find(TENANT, "account", 1).orElseThrow().receiverNumber();

    try (Connection operator = begin()) {
      assertThat(due.replay(operator, receiver, 1, START)).isTrue();
      Running<Integer> ack = Running.start(slow.steps()::record).awaitLockWaitOrEnd(schema());
      operator.commit();
      ack.result();
    }

    assertThat(state("account", 1)).isEqualTo(DeliveryState.ACKED);
  }

  @Test
  void aLateAckCountsThoughTheDeliveryIsCancelledAtThatMoment() throws Exception {
    Node slow = node("slow");
    Delivery delivery = sentBy(slow);
    happen(Meanwhile.TAKEN);
    slow.answer(delivery, RecordingChannel.acked());
    DueStore due = new DueStore(dialect());
    long receiver = deliveries.find(TENANT, "account", 1).orElseThrow().receiverNumber();

    try (Connection operator = begin()) {
      assertThat(due.cancel(operator, receiver, 1, "wrong", START)).isTrue();
      Running<Integer> ack = Running.start(slow.steps()::record).awaitLockWaitOrEnd(schema());
      operator.commit();
      ack.result();
    }

    assertThat(state("account", 1)).isEqualTo(DeliveryState.ACKED);
  }

  @Test
  void twoNodesRecordTheSameDeliveriesAtOnce() throws Exception {
    receivers.upsert(receiver("one", TOPIC).maxInFlight(100));
    receivers.upsert(receiver("two", TOPIC).maxInFlight(100));
    deliver(60);
    Node slow = node("slow");
    List<Delivery> first = slow.take();
    clock.advance(LEASE);
    Node other = node("other");
    List<Delivery> second = other.take();
    first.forEach(d -> slow.answer(d, d.seq() % 2 == 0 ? acked() : RecordingChannel.failed()));
    second.forEach(d -> other.answer(d, d.seq() % 2 == 1 ? acked() : RecordingChannel.failed()));

    Running.together(List.of(slow.steps()::record, other.steps()::record));

    assertThat(schema().count("tireless_due")).isZero();
    assertThat(schema().count("tireless_attempt")).isEqualTo(240);
    assertThat(schema().texts("SELECT outcome FROM tireless_attempt"))
        .containsOnly("ACKED", "FAILED");
  }

  @Test
  void aLateAckDoesNotEndARedeliveryThatWasWishedForBehindIt() {
    Node slow = node("slow");
    Delivery delivery = sentBy(slow);
    deliveries.acknowledge(TENANT, "account", 1, AckSource.PULL);
    redeliver("account", 1);
    slow.finish(delivery, RecordingChannel.acked());

    assertThat(state("account", 1)).isEqualTo(DeliveryState.PENDING);
    assertThat(history("account", 1)).containsExactly("1 ACKED", "2 ACKED", "3 REOPENED");
    Node later = node("later");
    later.finish(later.takeOne(), RecordingChannel.acked());
    assertThat(state("account", 1)).isEqualTo(DeliveryState.ACKED);
    assertThat(history("account", 1)).endsWith("3 REOPENED", "4 ACKED");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRedeliveryTakesNoNumberOfAnAttemptInFlight(boolean cancelled) {
    Node slow = node("slow");
    Delivery first = sentBy(slow);
    clock.advance(LEASE);
    Node other = node("other");
    Delivery second = other.takeOne();
    if (cancelled) {
      deliveries.cancel(TENANT, "account", 1, "wrong amount");
    }
    slow.finish(first, RecordingChannel.acked());
    redeliver("account", 1);
    other.finish(second, RecordingChannel.acked());

    assertThat(state("account", 1)).isEqualTo(DeliveryState.PENDING);
    assertThat(history("account", 1)).containsExactly("1 ACKED", "2 ACKED", "3 REOPENED");
    assertThat(node("later").takeOne().attempt()).isEqualTo(4);
  }

  private static Outcome acked() {
    return RecordingChannel.acked();
  }

  private Delivery sentBy(Node node) {
    subscribe("account");
    deliver(1);
    return node.takeOne();
  }

  private void happen(Meanwhile meanwhile) {
    clock.advance(LEASE);
    Node other = node("other");
    Delivery retaken = other.takeOne();
    switch (meanwhile) {
      case TAKEN -> {}
      case FAILED -> other.finish(retaken, RecordingChannel.failed());
      case REFUSED -> other.finish(retaken, new Outcome.Refused(422, ""));
      case ACKED -> other.finish(retaken, RecordingChannel.acked());
      case EXHAUSTED -> {
        clock.advance(Duration.ofHours(24));
        other.finish(retaken, RecordingChannel.failed());
        other.take();
      }
      case CANCELLED -> deliveries.cancel(TENANT, "account", 1, "wrong amount");
      case REPLAYED -> {
        deliveries.cancel(TENANT, "account", 1, "wrong amount");
        deliveries.replay(TENANT, "account", 1);
      }
    }
  }
}
