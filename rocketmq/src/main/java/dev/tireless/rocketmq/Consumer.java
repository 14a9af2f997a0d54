package dev.tireless.rocketmq;

import dev.tireless.TirelessException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyContext;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueAveragely;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;
import org.jspecify.annotations.Nullable;
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

  /**
   * A broker that missed the first heartbeat of a new member gives it nothing until the next, which
   * RocketMQ's client sends after 30 s.
   */
  private static final int HEARTBEAT_MILLIS = 5_000;

  /**
   * About as much is fetched ahead, of all queues together: the client divides it by their number
   * and stops when a queue has more. It gives each at least 1, so with more queues than this up to
   * 2 MiB for each. Its own limit is 100 for each, which a small server would not survive behind an
   * outage.
   */
  private static final int AHEAD_MIB = 32;

  private static final Duration NEXT_START = Duration.ofSeconds(5);

  private final Broker broker;
  private final String group;
  private final Collection<String> queueTopics;
  private final int batch;
  private final Handler handler;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable DefaultMQPushConsumer consumer;

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
    this.broker = broker;
    this.group = group;
    this.queueTopics = List.copyOf(queueTopics);
    this.batch = batch;
    this.handler = handler;
  }

  /**
   * Begins, or goes on trying to: the client does not start without a name server.
   *
   * @throws TirelessException when it never can, because of its configuration
   */
  void start() {
    if (!tryToStart()) {
      Thread retry = new Thread(this::startLater, "tireless-listen");
      retry.setDaemon(true);
      retry.start();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    synchronized (this) {
      if (consumer != null) {
        consumer.shutdown();
      }
    }
  }

  private void startLater() {
    try {
      while (!closed.await(NEXT_START.toMillis(), TimeUnit.MILLISECONDS) && !tryAgainToStart()) {
        log.debug("Group {} goes on waiting for RocketMQ", group);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // Nobody is there to take an exception, and a group that goes silent would be noticed late.
  private boolean tryAgainToStart() {
    try {
      return tryToStart();
    } catch (RuntimeException e) {
      log.error("Group {} still does not listen to {}", group, queueTopics, e);
      return false;
    }
  }

  private synchronized boolean tryToStart() {
    DefaultMQPushConsumer next = configured();
    try {
      for (String topic : queueTopics) {
        next.subscribe(topic, "*");
      }
      if (closed.getCount() > 0) {
        next.start();
        consumer = next;
        log.info("Group {} listens to {}", group, queueTopics);
      }
      return true;
    } catch (MQClientException e) {
      next.shutdown();
      throw new TirelessException(
          "Group %s cannot listen to %s: %s".formatted(group, queueTopics, FirstLine.of(e)), e);
    } catch (IllegalStateException e) {
      // What the client throws without a name server; it is of no more use then.
      next.shutdown();
      log.warn("Group {} waits for RocketMQ: {}", group, FirstLine.of(e));
      return false;
    }
  }

  private DefaultMQPushConsumer configured() {
    DefaultMQPushConsumer next =
        broker.configured(
            new DefaultMQPushConsumer(group, broker.hook(), new AllocateMessageQueueAveragely()));
    next.setPollNameServerInterval(LOOK_FOR_TOPICS_MILLIS);
    next.setHeartbeatBrokerInterval(HEARTBEAT_MILLIS);
    next.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
    next.setConsumeMessageBatchMaxSize(batch);
    next.setPullThresholdSizeForTopic(AHEAD_MIB);
    // Until it has divided.
    next.setPullThresholdSizeForQueue(AHEAD_MIB);
    next.setMaxReconsumeTimes(Integer.MAX_VALUE);
    next.setAwaitTerminationMillisWhenShutdown(AWAIT_END_MILLIS);
    next.setMessageListener((MessageListenerConcurrently) this::consume);
    return next;
  }

  ConsumeConcurrentlyStatus consume(List<MessageExt> messages, ConsumeConcurrentlyContext context) {
    try {
      Verdict verdict = handler.handle(messages.stream().map(QueueMessage::of).toList());
      context.setDelayLevelWhenNextConsume(verdict.level());
      return verdict.acked()
          ? ConsumeConcurrentlyStatus.CONSUME_SUCCESS
          : ConsumeConcurrentlyStatus.RECONSUME_LATER;
    } catch (RuntimeException e) {
      // The client takes whatever is thrown for "again", too, but says so nowhere.
      log.error(
          "Group {} could not deal with {} messages; they come again", group, messages.size(), e);
      return ConsumeConcurrentlyStatus.RECONSUME_LATER;
    }
  }
}
