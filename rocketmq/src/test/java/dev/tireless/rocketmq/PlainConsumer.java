package dev.tireless.rocketmq;

import static dev.tireless.rocketmq.TestBroker.DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;

/** A consumer that knows nothing of us: it reads a queue topic from its beginning. */
final class PlainConsumer implements AutoCloseable {

  private final DefaultMQPushConsumer consumer =
      new DefaultMQPushConsumer(TestBroker.newName("plain_consumer"));
  private final BlockingQueue<MessageExt> messages = new LinkedBlockingQueue<>();

  PlainConsumer(TestBroker broker, String queueTopic) throws MQClientException {
    broker.address().configured(consumer);
    consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
    consumer.setPollNameServerInterval(1_000);
    consumer.subscribe(queueTopic, "*");
    consumer.setMessageListener(
        (MessageListenerConcurrently)
            (all, context) -> {
              messages.addAll(all);
              return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
            });
    consumer.start();
  }

  MessageExt next() throws InterruptedException {
    MessageExt message = messages.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    assertThat(message).as("a message within %s", DEADLINE).isNotNull();
    return message;
  }

  /** Those that have come and were not asked for yet. */
  List<MessageExt> others() {
    return List.copyOf(messages);
  }

  @Override
  public void close() {
    consumer.shutdown();
  }
}
