package dev.tireless.rocketmq;

import dev.tireless.TirelessException;
import java.util.Collection;
import java.util.List;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyContext;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueAveragely;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's consumer: a new group begins with the oldest message, and a message that gets no ack
 * comes again without end, until whoever consumes it says otherwise.
 */
final class Consumer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Consumer.class);

  /** Messages of one queue that are handed over together where it does not matter which. */
  static final int BATCH = 32;

  private static final int AWAIT_END_MILLIS = 10_000;

  /** A new group's topic for what comes again is made when it first appears, behind its back. */
  private static final int LOOK_FOR_TOPICS_MILLIS = 5_000;

  private final DefaultMQPushConsumer consumer;
  private final Collection<String> queueTopics;
  private final Handler handler;

  /** What becomes of messages. Called by several threads at once. */
  @FunctionalInterface
  interface Handler {
    Verdict handle(List<QueueMessage> batch);
  }

  /**
   * Whether the broker may forget them.
   *
   * @param level after which delay they come again
   */
  record Verdict(boolean acked, int level) {

    static Verdict done() {
      return new Verdict(true, 0);
    }

    static Verdict again(int level) {
      return new Verdict(false, level);
    }
  }

  Consumer(
      Broker broker, String group, Collection<String> queueTopics, int batch, Handler handler) {
    this.consumer =
        broker.configured(
            new DefaultMQPushConsumer(group, broker.hook(), new AllocateMessageQueueAveragely()));
    this.queueTopics = List.copyOf(queueTopics);
    this.handler = handler;
    consumer.setPollNameServerInterval(LOOK_FOR_TOPICS_MILLIS);
    consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
    consumer.setConsumeMessageBatchMaxSize(batch);
    consumer.setMaxReconsumeTimes(Integer.MAX_VALUE);
    consumer.setAwaitTerminationMillisWhenShutdown(AWAIT_END_MILLIS);
    consumer.setMessageListener((MessageListenerConcurrently) this::consume);
  }

  void start() {
    try {
      for (String topic : queueTopics) {
        consumer.subscribe(topic, "*");
      }
      consumer.start();
      log.info("Group {} listens to {}", consumer.getConsumerGroup(), queueTopics);
    } catch (MQClientException e) {
      throw new TirelessException(
          "Group %s cannot listen to %s: %s"
              .formatted(consumer.getConsumerGroup(), queueTopics, FirstLine.of(e)),
          e);
    }
  }

  @Override
  public void close() {
    consumer.shutdown();
  }

  // The client takes whatever is thrown for "again", but says so nowhere.
  private ConsumeConcurrentlyStatus consume(
      List<MessageExt> messages, ConsumeConcurrentlyContext context) {
    Verdict verdict = handler.handle(messages.stream().map(QueueMessage::of).toList());
    context.setDelayLevelWhenNextConsume(verdict.level());
    return verdict.acked()
        ? ConsumeConcurrentlyStatus.CONSUME_SUCCESS
        : ConsumeConcurrentlyStatus.RECONSUME_LATER;
  }
}
