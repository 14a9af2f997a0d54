package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.Delivery;
import dev.tireless.DeliveryState;
import dev.tireless.Outcome;
import dev.tireless.Receiver;
import dev.tireless.ReceiverState;
import dev.tireless.TirelessException;
import dev.tireless.schedule.RetrySchedule;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testing.RecordingChannel;
import dev.tireless.wire.AckRule;
import dev.tireless.wire.Secret;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Receivers: their definition, their secrets, and what their answers do to them. */
abstract class ReceiverContract extends StoreContract {

  private static final Duration HOUR = Duration.ofHours(1);

  ReceiverContract(TestDatabase database) {
    super(database);
  }

  @Test
  void keepsTheWholeDefinition() {
    Receiver receiver =
        new Receiver(
            "tenant",
            "Account.1:~_-",
            List.of("b", "a", "B"),
            "rocketmq",
            URI.create("https://user@[::1]:8443/n?q=%E2%82%AC&x=" + "y".repeat(1_990)),
            SECRET,
            RetrySchedule.parse("1s 2s 90m/36h"),
            AckRule.parse("JSON:/code=SUCCESS"),
            true,
            77,
            Duration.ofMillis(2_345));
    receivers.upsert(receiver);

    assertThat(receivers.find("tenant", "Account.1:~_-")).contains(receiver);
    assertThat(receivers.find("tenant", "account.1:~_-")).isEmpty();
    assertThat(receivers.find(TENANT, "Account.1:~_-")).isEmpty();
  }

  @Test
  void definingAgainChangesTheDefinitionAndKeepsStateAndSequence() {
    subscribe("account");
    deliver(2);
    receivers.pause(TENANT, "account");
    Receiver changed = receiver("account", "other", TOPIC).maxInFlight(5);
    receivers.upsert(changed);
    receivers.upsert(changed);

    assertThat(receivers.find(TENANT, "account")).contains(changed);
    assertThat(receivers.state(TENANT, "account")).contains(ReceiverState.PAUSED);
    publish(recharge("tx-3"));
    node("a").sequenceAll();
    assertThat(deliveries.find(TENANT, "account", 3)).isPresent();
  }

  @Test
  void nodesThatStartTogetherDefineTheSameReceiversOnce() throws Exception {
    Callable<Integer> start =
        () -> {
          IntStream.range(0, 12).forEach(i -> receivers.upsert(receiver("r" + i, TOPIC, "b")));
          return 12;
        };
    Running.together(List.of(start, start, start));

    assertThat(schema().count("tireless_receiver")).isEqualTo(12);
    assertThat(schema().count("tireless_receiver_head")).isEqualTo(12);
    assertThat(schema().count("tireless_subscription")).isEqualTo(24);
  }

  @Test
  void aReplacedSecretSignsForADayMore() {
    Secret replacement = Secret.generate(new SecureRandom());
    subscribe("account");
    deliver(1);
    Receiver changed = with(replacement);
    receivers.upsert(changed);
    receivers.upsert(changed);

    Node node = node("a");
    Delivery during = node.takeOne();
    assertThat(during.secrets()).containsExactly(replacement, SECRET);
    node.finish(during, RecordingChannel.failed());
    clock.advance(Duration.ofHours(24).minusNanos(1_000));
    receivers.pause(TENANT, "account");
    receivers.resume(TENANT, "account");
    Delivery atTheEnd = node.takeOne();
    assertThat(atTheEnd.secrets()).containsExactly(replacement, SECRET);
    node.finish(atTheEnd, RecordingChannel.failed());
    clock.advance(Duration.ofMinutes(6));
    assertThat(node.takeOne().secrets()).containsExactly(replacement);
  }

  private static Receiver with(Secret secret) {
    return Receiver.http("account", URI.create("https://account.example/notify"), secret, TOPIC);
  }

  @Test
  void aDeletedIdNeverComesBackAndItsDeliveriesAreCancelled() {
    subscribe("account");
    deliver(3);
    Node node = node("a");
    node.finish(node.take().get(0), RecordingChannel.acked());

    assertThat(receivers.delete(TENANT, "account")).isTrue();
    assertThat(receivers.delete(TENANT, "account")).isFalse();
    assertThatThrownBy(() -> subscribe("account"))
        .isInstanceOf(TirelessException.class)
        .hasMessageContaining("never used again");

    assertThat(receivers.state(TENANT, "account")).contains(ReceiverState.DELETED);
    assertThat(state("account", 1)).isEqualTo(DeliveryState.ACKED);
    assertThat(state("account", 2)).isEqualTo(DeliveryState.CANCELLED);
    assertThat(state("account", 3)).isEqualTo(DeliveryState.CANCELLED);
    assertThat(receivers.resume(TENANT, "account")).isFalse();
  }

  @Test
  void anyNodeCancelsWhatADeletedReceiverStillHas() {
    subscribe("account");
    deliver(2);
    schema().execute("UPDATE tireless_receiver SET state = 'DELETED'");

    assertThat(node("a").take()).isEmpty();
    assertThat(state("account", 1)).isEqualTo(DeliveryState.CANCELLED);
    assertThat(state("account", 2)).isEqualTo(DeliveryState.CANCELLED);
  }

  @Test
  void retryAfterKeepsAwayFromTheWholeReceiver() {
    subscribe("account", "other");
    deliver(2);
    Node node = node("a");
    List<Delivery> taken = node.take();
    assertThat(taken).hasSize(4);
    node.answerAll(new Outcome.Failed(503, "busy", "", HOUR));
    node.record();
    receivers.upsert(receiver("other", TOPIC));
    publish(recharge("tx-new"));
    node.sequenceAll();
    assertThat(node.take()).isEmpty();

    clock.advance(HOUR.minusNanos(1_000));
    assertThat(node("b").take()).isEmpty();
    clock.advance(Duration.ofNanos(1_000));
    assertThat(node("b").take()).hasSize(6);
  }

  @Test
  void aShorterRetryAfterDoesNotEndALongerOne() {
    subscribe("account");
    deliver(2);
    Node node = node("a");
    List<Delivery> taken = node.take();
    node.finish(taken.get(0), new Outcome.Failed(503, "busy", "", HOUR));
    node.finish(taken.get(1), new Outcome.Failed(503, "busy", "", Duration.ofSeconds(1)));

    clock.advance(Duration.ofMinutes(30));
    assertThat(node.take()).isEmpty();
  }

  @Test
  void goneThreeTimesInARowSuspends() {
    subscribe("account");
    deliver(4);
    Node node = node("a");
    List<Delivery> taken = node.take();
    node.finish(taken.get(0), gone());
    node.finish(taken.get(1), gone());
    assertThat(receivers.state(TENANT, "account")).contains(ReceiverState.ACTIVE);
    node.finish(taken.get(2), gone());

    assertThat(receivers.state(TENANT, "account")).contains(ReceiverState.SUSPENDED);
    node.finish(taken.get(3), RecordingChannel.acked());
    clock.advance(Duration.ofMinutes(5));
    assertThat(node.take()).isEmpty();
  }

  @Test
  void anyOtherAnswerStartsTheCountOfGoneAnew() {
    subscribe("account");
    deliver(5);
    Node node = node("a");
    List<Delivery> taken = node.take();
    node.finish(taken.get(0), gone());
    node.finish(taken.get(1), gone());
    node.finish(taken.get(2), RecordingChannel.failed());
    node.finish(taken.get(3), gone());
    node.finish(taken.get(4), gone());

    assertThat(receivers.state(TENANT, "account")).contains(ReceiverState.ACTIVE);
  }

  @Test
  void resumingStartsTheWindowsAndTheCountOfGoneAnew() {
    subscribe("account");
    deliver(3);
    Node node = node("a");
    node.take();
    node.finishAll(gone());
    clock.advance(Duration.ofDays(3));
    assertThat(node.take()).as("no window runs meanwhile").isEmpty();
    assertThat(receivers.resume(TENANT, "account")).isTrue();

    assertThat(node.take()).hasSize(3);
    node.finishAll(RecordingChannel.failed());
    assertThat(state("account", 1)).isEqualTo(DeliveryState.PENDING);
    assertThat(receivers.state(TENANT, "account")).contains(ReceiverState.ACTIVE);
    clock.advance(Duration.ofHours(24));
    node.take();
    assertThat(state("account", 1)).isEqualTo(DeliveryState.EXHAUSTED);
  }

  @Test
  void resumingProlongsAWindowAndBringsNoStepForward() {
    receivers.upsert(receiver("account", TOPIC).schedule(RetrySchedule.parse("1m 50m/40m")));
    deliver(1);
    Node node = node("a");
    node.finish(node.takeOne(), RecordingChannel.failed());
    clock.advance(Duration.ofMinutes(1));
    node.finish(node.takeOne(), RecordingChannel.failed());
    clock.advance(Duration.ofMinutes(19));
    receivers.pause(TENANT, "account");
    receivers.resume(TENANT, "account");

    clock.set(START.plus(Duration.ofMinutes(40)));
    assertThat(node.take()).as("the end of its first window").isEmpty();
    assertThat(state("account", 1)).isEqualTo(DeliveryState.PENDING);
    clock.set(START.plus(Duration.ofMinutes(51)));
    assertThat(node.take()).hasSize(1);
  }

  @Test
  void changesStateOnlyFromWhereItMay() {
    subscribe("account");

    assertThat(receivers.resume(TENANT, "account")).isFalse();
    assertThat(receivers.pause(TENANT, "account")).isTrue();
    assertThat(receivers.pause(TENANT, "account")).isFalse();
    assertThat(receivers.suspend(TENANT, "account")).isFalse();
    assertThat(receivers.resume(TENANT, "account")).isTrue();
    assertThat(receivers.suspend(TENANT, "account")).isTrue();
    assertThat(receivers.resume(TENANT, "account")).isTrue();
  }

  private static Outcome gone() {
    return new Outcome.Gone(410, "");
  }
}
