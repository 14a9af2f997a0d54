package dev.tireless.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyContext;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.junit.jupiter.api.Test;

class ConsumerTest {

  @Test
  void whatNobodyExpectedComesAgain() {
    Consumer consumer =
        new Consumer(
            Broker.at("127.0.0.1:1"),
            "group",
            List.of("topic_notifymsg"),
            1,
            batch -> {
              throw new IllegalStateException("a bug");
            });
    MessageExt message = new MessageExt();
    message.setTopic("topic_notifymsg");
    message.setMsgId("m-1");
    message.putUserProperty("name", "value");

    assertThat(
            consumer.consume(List.of(message), new ConsumeConcurrentlyContext(new MessageQueue())))
        .isEqualTo(ConsumeConcurrentlyStatus.RECONSUME_LATER);
  }
}
