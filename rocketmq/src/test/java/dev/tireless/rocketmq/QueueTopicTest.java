package dev.tireless.rocketmq;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tireless.Receiver;
import dev.tireless.wire.AckRule;
import dev.tireless.wire.Secret;
import java.net.URI;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueTopicTest {

  @ParameterizedTest
  @ValueSource(strings = {"http://queue/topic", "rocketmq:%20", "rocketmq:a/b", "rocketmq:a%20b"})
  void refusesAnAddressThatIsNoQueueTopic(String address) {
    Receiver receiver = receiver(URI.create(address));

    assertThatIllegalArgumentException().isThrownBy(() -> RocketMqChannel.check(receiver));
  }

  @Test
  void refusesAnAckRuleAboutABodyThatABrokerDoesNotSend() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RocketMqChannel.check(
                    receiver(URI.create("rocketmq:topic")).ackRule(AckRule.body("success"))))
        .withMessageContaining("BODY:success");
  }

  private static Receiver receiver(URI url) {
    return Receivers.byRocketMq("queue", url, Secret.generate(new SecureRandom()), "topic");
  }
}
