package dev.tireless.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.AttemptReason;
import dev.tireless.Delivery;
import dev.tireless.Notification;
import dev.tireless.Outcome;
import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.Receiver;
import dev.tireless.wire.AckRule;
import dev.tireless.wire.Secret;
import dev.tireless.wire.Verification.Verified;
import dev.tireless.wire.Verifier;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.common.message.MessageExt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("broker")
class RocketMqChannelTest {

  private static final Secret SECRET = Secret.generate(new SecureRandom());

  private static final TestBroker broker = TestBroker.running();
  private static final RocketMqChannel channel =
      new RocketMqChannel(broker.address(), TestBroker.newName("producer"), Clock.systemUTC());

  private final String queueTopic = broker.newTopic();

  @AfterAll
  static void close() {
    channel.close();
  }

  @Test
  void carriesTheExactBytesAndASignatureThatHolds() throws Exception {
    byte[] bytes = {0, 1, (byte) 0xff, '{', '\r', '\n'};
    try (PlainConsumer consumer = new PlainConsumer(broker, queueTopic)) {
      Outcome outcome = send(delivery(receiver(), Payload.of(bytes)));

      assertThat(outcome).isInstanceOf(Outcome.Acked.class);
      MessageExt message = consumer.next();
      assertThat(message.getBody()).isEqualTo(bytes);
      assertThat(message.getKeys()).isEqualTo("tx-1");
      assertThat(message.getProperties())
          .containsEntry("webhook-id", "ntf_1")
          .containsEntry("tireless-topic", "recharge.completed")
          .containsEntry("tireless-subject", "tx-1")
          .containsEntry("tireless-version", "3")
          .containsEntry("tireless-epoch", "2")
          .containsEntry("tireless-seq", "7")
          .containsEntry("tireless-attempt", "5")
          .containsEntry("content-type", "text/x")
          .containsEntry("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
      assertThat(
              new Verifier(List.of(SECRET), Clock.systemUTC())
                  .verify(message.getProperties()::get, message.getBody()))
          .isInstanceOf(Verified.class);
    }
  }

  @Test
  void whatOnlyTheReceiverCanAckIsMerelySent() throws Exception {
    Outcome outcome = send(delivery(receiver().ackRule(AckRule.pull()), Payload.of("{}")));

    assertThat(outcome).isInstanceOf(Outcome.Sent.class);
  }

  @Test
  void aBrokerThatIsAwayIsAFailureInTime() throws Exception {
    try (RocketMqChannel lost =
        new RocketMqChannel(
            Broker.at("127.0.0.1:1"), TestBroker.newName("producer"), Clock.systemUTC())) {
      Delivery delivery =
          delivery(receiver().exchangeTimeout(Duration.ofSeconds(2)), Payload.of("{}"));

      Outcome outcome = lost.send(delivery).toCompletableFuture().get(5, TimeUnit.SECONDS);

      assertThat(outcome).isInstanceOf(Outcome.Failed.class);
      assertThat(((Outcome.Failed) outcome).error()).isNotBlank().doesNotContain("\n");
    }
  }

  private Outcome send(Delivery delivery) throws Exception {
    return channel.send(delivery).toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private Receiver receiver() {
    URI url = URI.create("rocketmq:" + queueTopic);
    return Receivers.byRocketMq("queue", url, SECRET, "recharge.completed");
  }

  private static Delivery delivery(Receiver receiver, Payload payload) {
    Notification notification =
        new Notification(
            "ntf_1",
            Publication.DEFAULT_TENANT,
            "recharge.completed",
            "tx-1",
            3,
            "text/x",
            payload,
            Instant.EPOCH,
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    return new Delivery(receiver, notification, 2, 7, 5, AttemptReason.SCHEDULED, List.of(SECRET));
  }
}
