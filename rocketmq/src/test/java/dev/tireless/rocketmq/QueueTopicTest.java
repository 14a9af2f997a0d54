package dev.tireless.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tireless.wire.AckRule;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueTopicTest {

  @Test
  void readsTheTopicOfAnAddress() {
    assertThat(QueueTopic.of(URI.create("rocketmq:topic_notifymsg"))).isEqualTo("topic_notifymsg");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://queue/topic", "rocketmq:%20", "rocketmq:a/b", "rocketmq:a%20b", "topic"})
  void refusesAnAddressThatIsNoQueueTopic(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RocketMqChannel.check(URI.create(address), AckRule.http2xx()))
        .withMessageContaining(address.startsWith("rocketmq") ? "rocketmq:" : address);
  }

  @Test
  void refusesAnAckRuleAboutABodyThatABrokerDoesNotSend() {
    URI address = URI.create("rocketmq:topic");

    RocketMqChannel.check(address, AckRule.pull());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RocketMqChannel.check(address, AckRule.body("success")))
        .withMessageContaining("BODY:success");
  }
}
