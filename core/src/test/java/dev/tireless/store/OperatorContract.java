package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tireless.AckSource;
import dev.tireless.Attempt;
import dev.tireless.AttemptReason;
import dev.tireless.Delivery;
import dev.tireless.DeliveryState;
import dev.tireless.store.DeliveryStore.Backlog;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testing.RecordingChannel;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What operators and receivers may do to a delivery besides its attempts. */
abstract class OperatorContract extends StoreContract {

  OperatorContract(TestDatabase database) {
    super(database);
  }

  @Test
  void aReplayTellsItAtOnceWithANewWindow() {
    Node node = nodeWithOne();
    node.finish(node.takeOne(), RecordingChannel.failed());
    clock.advance(Duration.ofHours(24));
    node.take();
    clock.advance(Duration.ofDays(2));

    assertThat(deliveries.replay(TENANT, "account", 1)).isTrue();
    assertThat(deliveries.replay(TENANT, "account", 1)).isFalse();
    Delivery replay = node.takeOne();
    assertThat(replay.reason()).isEqualTo(AttemptReason.REPLAY);
    node.finish(replay, RecordingChannel.failed());

    var progress = deliveries.find(TENANT, "account", 1).orElseThrow();
    assertThat(progress.state()).isEqualTo(DeliveryState.PENDING);
    assertThat(progress.dueAt()).isEqualTo(clock.instant().plus(Duration.ofMinutes(1)));
    assertThat(progress.failures()).isZero();
    clock.advance(Duration.ofMinutes(1));
    assertThat(node.takeOne().reason()).isEqualTo(AttemptReason.SCHEDULED);
  }

  @Test
  void onlyWhatIsGivenUpCanBeReplayed() {
    Node node = nodeWithOne();
    assertThat(deliveries.replay(TENANT, "account", 1)).isFalse();
    node.finish(node.takeOne(), RecordingChannel.acked());

    assertThat(deliveries.replay(TENANT, "account", 1)).isFalse();
    assertThat(deliveries.replay(TENANT, "account", 2)).isFalse();
    assertThat(state("account", 1)).isEqualTo(DeliveryState.ACKED);
  }

  @Test
  void replaysOnceWhenAskedTwiceAtOnce() throws Exception {
    nodeWithOne();
    deliveries.cancel(TENANT, "account", 1, "wrong");
    Callable<Boolean> replay = () -> deliveries.replay(TENANT, "account", 1);

    assertThat(Running.together(List.of(replay, replay))).containsExactlyInAnyOrder(true, false);
    assertThat(schema().count("tireless_due")).isEqualTo(1);
  }

  @Test
  void nothingIsReplayedForADeletedReceiver() {
    nodeWithOne();
    receivers.delete(TENANT, "account");

    assertThat(deliveries.replay(TENANT, "account", 1)).isFalse();
    assertThat(state("account", 1)).isEqualTo(DeliveryState.CANCELLED);
  }

  @Test
  void cancellingStopsTheTelling() {
    Node node = nodeWithOne();

    assertThat(deliveries.cancel(TENANT, "account", 1, "wrong amount 金额")).isTrue();
    assertThat(deliveries.cancel(TENANT, "account", 1, "again")).isFalse();
    assertThat(node.take()).isEmpty();
    var progress = deliveries.find(TENANT, "account", 1).orElseThrow();
    assertThat(progress.state()).isEqualTo(DeliveryState.CANCELLED);
    assertThat(progress.parkedReason()).isEqualTo("wrong amount 金额");
  }

  @Test
  void keepsTheBeginningOfALongReason() {
    nodeWithOne();
    String reason = "\0because ".repeat(60);

    assertThat(deliveries.cancel(TENANT, "account", 1, reason)).isTrue();
    assertThat(deliveries.find(TENANT, "account", 1).orElseThrow().parkedReason())
        .isEqualTo(reason.replace('\0', ' ').substring(0, 255));
  }

  @Test
  void anAckByHandIsInTheHistoryOnce() {
    nodeWithOne();

    assertThat(deliveries.acknowledge(TENANT, "account", 1, AckSource.MANUAL)).isTrue();
    assertThat(deliveries.acknowledge(TENANT, "account", 1, AckSource.PULL)).isFalse();
    assertThat(attempts("account", 1))
        .containsExactly(
            new Attempt(1, AckSource.MANUAL, null, START, Duration.ZERO, "ACKED", 0, "", "", ""));
    assertThat(state("account", 1)).isEqualTo(DeliveryState.ACKED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> deliveries.acknowledge(TENANT, "account", 1, AckSource.PUSH));
  }

  @Test
  void anAckByPullEndsWhatIsInFlightAndWhatIsGivenUp() {
    receivers.upsert(receiver("account", TOPIC));
    deliver(2);
    Node node = node("a");
    List<Delivery> taken = node.take();
    deliveries.cancel(TENANT, "account", 2, "wrong");

    assertThat(deliveries.acknowledge(TENANT, "account", 1, AckSource.PULL)).isTrue();
    assertThat(deliveries.acknowledge(TENANT, "account", 2, AckSource.PULL)).isTrue();
    taken.forEach(delivery -> node.finish(delivery, RecordingChannel.failed()));

    assertThat(history("account", 1)).containsExactly("1 FAILED", "2 ACKED");
    assertThat(state("account", 1)).isEqualTo(DeliveryState.ACKED);
    assertThat(state("account", 2)).isEqualTo(DeliveryState.ACKED);
  }

  @Test
  void acknowledgesOnceWhenAskedTwiceAtOnce() throws Exception {
    nodeWithOne();
    Callable<Boolean> ack = () -> deliveries.acknowledge(TENANT, "account", 1, AckSource.PULL);

    assertThat(Running.together(List.of(ack, ack))).containsExactlyInAnyOrder(true, false);
    assertThat(history("account", 1)).containsExactly("1 ACKED");
  }

  @Test
  void anAckByPullCountsThoughTheDeliveryIsReplayedAtThatMoment() throws Exception {
    nodeWithOne();
    deliveries.cancel(TENANT, "account", 1, "wrong");
    DueStore due = new DueStore(dialect());
    long receiver = deliveries.find(TENANT, "account", 1).orElseThrow().receiverNumber();

    try (Connection operator = begin()) {
      assertThat(due.replay(operator, receiver, 1, START)).isTrue();
      Running<Boolean> ack =
          Running.start(() -> deliveries.acknowledge(TENANT, "account", 1, AckSource.PULL))
              .awaitLockWaitOrEnd(schema());
      operator.commit();
      assertThat(ack.result()).isTrue();
    }

    assertThat(state("account", 1)).isEqualTo(DeliveryState.ACKED);
  }

  @Test
  void countsTheBacklog() {
    subscribe("account");
    assertThat(deliveries.backlog()).isEqualTo(new Backlog(0, 0, null, 0, 0));
    deliver(3);
    deliveries.cancel(TENANT, "account", 3, "wrong");
    publish(recharge("tx-more"));

    assertThat(deliveries.backlog()).isEqualTo(new Backlog(1, 2, START, 1, 0));
  }

  private Node nodeWithOne() {
    subscribe("account");
    deliver(1);
    return node("a");
  }
}
