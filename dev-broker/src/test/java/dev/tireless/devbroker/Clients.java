package dev.tireless.devbroker;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.rocketmq.client.ClientConfig;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.LocalTransactionState;
import org.apache.rocketmq.client.producer.TransactionListener;
import org.apache.rocketmq.client.producer.TransactionMQProducer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;

/** RocketMQ's own clients as anybody would use them, only that they look again every second. */
final class Clients implements AutoCloseable {

  private final String nameServer;
  private final List<Runnable> ends = Collections.synchronizedList(new ArrayList<>());

  Clients(String nameServer) {
    this.nameServer = nameServer;
  }

  DefaultMQProducer producer(String group) throws MQClientException {
    return started(new DefaultMQProducer(group));
  }

  /** Leaves every transaction open; says "commit" when it is asked. */
  TransactionMQProducer committedWhenAsked(String group, String topic) throws MQClientException {
    TransactionMQProducer producer = new TransactionMQProducer(group, List.of(topic));
    producer.setTransactionListener(new CommittedWhenAsked());
    return started(producer);
  }

  /** Adds what it is sent to the set. */
  Set<String> received(String group, String topic) throws MQClientException {
    Set<String> received = ConcurrentHashMap.newKeySet();
    DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(group);
    configure(consumer);
    consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
    consumer.subscribe(topic, "*");
    MessageListenerConcurrently listener =
        (messages, context) -> {
          messages.forEach(message -> received.add(body(message)));
          return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        };
    consumer.registerMessageListener(listener);
    ends.add(consumer::shutdown);
    consumer.start();
    return received;
  }

  static Message message(String topic, String body) {
    return new Message(topic, body.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    ends.forEach(Runnable::run);
  }

  private <P extends DefaultMQProducer> P started(P producer) throws MQClientException {
    configure(producer);
    ends.add(producer::shutdown);
    producer.start();
    return producer;
  }

  private void configure(ClientConfig client) {
    client.setNamesrvAddr(nameServer);
    client.setPollNameServerInterval(1_000);
    client.setHeartbeatBrokerInterval(1_000);
  }

  private static String body(MessageExt message) {
    return new String(message.getBody(), StandardCharsets.UTF_8);
  }

  private static final class CommittedWhenAsked implements TransactionListener {
    @Override
    public LocalTransactionState executeLocalTransaction(Message message, Object argument) {
      return LocalTransactionState.UNKNOW;
    }

    @Override
    public LocalTransactionState checkLocalTransaction(MessageExt message) {
      return LocalTransactionState.COMMIT_MESSAGE;
    }
  }
}
