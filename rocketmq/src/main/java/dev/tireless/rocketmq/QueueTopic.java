package dev.tireless.rocketmq;

import dev.tireless.wire.AckRule;
import java.net.URI;
import java.util.regex.Pattern;

/** A topic of RocketMQ, as the address of a receiver names it: {@code rocketmq:<queue topic>}. */
final class QueueTopic {

  static final String SCHEME = "rocketmq";

  /** RocketMQ's own rule. */
  private static final Pattern NAME = Pattern.compile("[%|a-zA-Z0-9_-]{1,127}");

  private QueueTopic() {}

  /**
   * The queue topic of an address.
   *
   * @throws IllegalArgumentException when it is none; the message says why
   */
  static String of(URI address) {
    String topic = address.getSchemeSpecificPart();
    if (!SCHEME.equals(address.getScheme()) || !NAME.matcher(topic).matches()) {
      throw new IllegalArgumentException(
          "The address of a receiver by RocketMQ is %s:<queue topic>, but it is '%s'"
              .formatted(SCHEME, address));
    }
    return topic;
  }

  static String check(String topic) {
    if (!NAME.matcher(topic).matches()) {
      throw new IllegalArgumentException(
          "A queue topic is 1 to 127 letters, digits and _ - %% |, but it is '%s'"
              .formatted(topic));
    }
    return topic;
  }

  /**
   * Refuses a receiver that this channel cannot serve.
   *
   * @throws IllegalArgumentException the message says why
   */
  static void check(URI address, AckRule rule) {
    of(address);
    if (!rule.equals(AckRule.http2xx()) && !rule.equals(AckRule.pull())) {
      throw new IllegalArgumentException(
          "A broker's answer is an ack (%s) or none (%s), but the rule is %s"
              .formatted(AckRule.http2xx(), AckRule.pull(), rule));
    }
  }
}
