package dev.tireless.bench.contestant;

import dev.tireless.bench.load.Message;
import dev.tireless.wire.Envelope;
import dev.tireless.wire.Signer;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.remoting.exception.RemotingException;

/**
 * RocketMQ's own producer, which sends without waiting, with the properties and signature that
 * Tireless would send. Thread-safe.
 */
final class Producer implements AutoCloseable {

  /** Cold JVMs need more than the client's 3 s for the first thousands, which come all at once. */
  private static final int TIMEOUT_MILLIS = 30_000;

  private final DefaultMQProducer client = new DefaultMQProducer("bench-producer");
  private final Signer signer;
  private final Clock clock;
  private final RandomGenerator random;

  /** One that has started. */
  Producer(Stage stage, String nameServer) {
    this.signer = new Signer(List.of(stage.secret()));
    this.clock = stage.clock();
    this.random = stage.random();
    client.setNamesrvAddr(nameServer);
    client.setSendMsgTimeout(TIMEOUT_MILLIS);
    try {
      client.start();
    } catch (MQClientException e) {
      throw new IllegalStateException("Cannot send to " + nameServer, e);
    }
  }

  /** Sends it; the stage completes when the broker says that it has the message. */
  CompletionStage<SendResult> send(Message message)
      throws MQClientException, RemotingException, InterruptedException {
    Answer answer = new Answer(new CompletableFuture<>());
    client.send(queued(message), answer);
    return answer.result();
  }

  private org.apache.rocketmq.common.message.Message queued(Message message) {
    byte[] body = message.body();
    var queued = new org.apache.rocketmq.common.message.Message(Message.QUEUE_TOPIC, body);
    queued.setKeys(message.subject());
    signer.headers(envelope(message), "application/json", body).forEach(queued::putUserProperty);
    return queued;
  }

  private Envelope envelope(Message message) {
    return new Envelope(
        new UUID(random.nextLong(), random.nextLong()).toString(),
        clock.instant(),
        message.topic(),
        message.subject(),
        1,
        1,
        message.number() + 1,
        1);
  }

  @Override
  public void close() {
    client.shutdown();
  }

  private record Answer(CompletableFuture<SendResult> result) implements SendCallback {

    @Override
    public void onSuccess(SendResult sent) {
      if (sent.getSendStatus() == SendStatus.SEND_OK) {
        result.complete(sent);
      } else {
        result.completeExceptionally(new IllegalStateException(sent.toString()));
      }
    }

    @Override
    public void onException(Throwable e) {
      result.completeExceptionally(e);
    }
  }
}
