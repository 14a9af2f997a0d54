package dev.tireless.bench.receiver;

import dev.tireless.bench.load.Message;
import dev.tireless.wire.WireHeaders;
import java.util.List;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * RocketMQ's own consumer: does nothing but count what it is given, in the same place as what comes
 * over HTTP is counted.
 */
public final class PlainConsumer implements AutoCloseable {

  private static final int BATCH = 32;

  private final CountingServer counts;
  private final DefaultMQPushConsumer client = new DefaultMQPushConsumer("bench-consumer");

  /** One that has not started. */
  public PlainConsumer(CountingServer counts, String nameServer) {
    this.counts = counts;
    client.setNamesrvAddr(nameServer);
    client.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
    client.setConsumeMessageBatchMaxSize(BATCH);
    client.setMessageListener((MessageListenerConcurrently) (batch, context) -> count(batch));
  }

  public void start() throws MQClientException {
    client.subscribe(Message.QUEUE_TOPIC, "*");
    client.start();
  }

  @Override
  public void close() {
    client.shutdown();
  }

  private ConsumeConcurrentlyStatus count(List<MessageExt> batch) {
    counts.count(batch.stream().map(PlainConsumer::arrival).toList());
    return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
  }

  private static CountingServer.Arrival arrival(MessageExt message) {
    byte[] body = message.getBody();
    return new CountingServer.Arrival(
        message.getUserProperty(WireHeaders.WEBHOOK_ID),
        Message.dueMicros(body.length, i -> body[i]));
  }
}
