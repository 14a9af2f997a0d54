package dev.tireless.rocketmq;

import dev.tireless.Channel;
import dev.tireless.Delivery;
import dev.tireless.Outcome;
import dev.tireless.TirelessException;
import dev.tireless.wire.AckRule;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.remoting.exception.RemotingException;

/**
 * Carries deliveries to topics of RocketMQ. A receiver's address is {@code rocketmq:<queue topic>}.
 *
 * <p>With the ack rule {@code HTTP_2XX}, the default, the broker's answer that it has the message
 * is the ack; with {@code PULL} the delivery is sent again by the schedule until the receiver acks
 * it by a call of its own. A failed send is never repeated by the client, only by the engine, so
 * that each attempt is recorded. Thread-safe.
 */
public final class RocketMqChannel implements Channel {

  /** The name by which receivers call it. */
  public static final String NAME = "rocketmq";

  private final DefaultMQProducer producer;
  private final Clock clock;

  /**
   * Connects when something is sent first; a broker that is down fails the attempts, not this.
   *
   * @param group the producer group
   */
  public RocketMqChannel(Broker broker, String group, Clock clock) {
    this.producer = broker.configured(new DefaultMQProducer(group, broker.hook()));
    this.clock = clock;
    producer.setRetryTimesWhenSendAsyncFailed(0);
    try {
      producer.start();
    } catch (MQClientException e) {
      throw new TirelessException("Cannot start the producer of group " + group, e);
    }
  }

  /**
   * Refuses a receiver that this channel cannot serve.
   *
   * @throws IllegalArgumentException when its address or ack rule is none of ours; the message says
   *     why
   */
  public static void check(URI address, AckRule rule) {
    QueueTopic.check(address, rule);
  }

  @Override
  public CompletionStage<Outcome> send(Delivery delivery) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    try {
      producer.send(
          Messages.of(delivery, clock.instant()),
          new Answer(outcome, delivery.receiver().ackRule()),
          delivery.timeout().toMillis());
    } catch (MQClientException | RemotingException e) {
      outcome.complete(failed(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      outcome.complete(failed(e));
    }
    return outcome;
  }

  @Override
  public void close() {
    producer.shutdown();
  }

  /** What the broker says to one message. */
  private record Answer(CompletableFuture<Outcome> outcome, AckRule ackRule)
      implements SendCallback {

    @Override
    public void onSuccess(SendResult result) {
      outcome.complete(outcome(result));
    }

    @Override
    public void onException(Throwable e) {
      outcome.complete(failed(e));
    }

    private Outcome outcome(SendResult result) {
      if (result.getSendStatus() != SendStatus.SEND_OK) {
        return Outcome.Failed.withoutAnswer("The broker stored it, but " + result.getSendStatus());
      }
      String detail = "%s %s".formatted(result.getMsgId(), result.getMessageQueue());
      return ackRule.equals(AckRule.pull())
          ? new Outcome.Sent(0, detail)
          : new Outcome.Acked(0, detail);
    }
  }

  private static Outcome failed(Throwable e) {
    return Outcome.Failed.withoutAnswer(FirstLine.of(e));
  }
}
