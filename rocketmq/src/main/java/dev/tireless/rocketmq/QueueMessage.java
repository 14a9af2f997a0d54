package dev.tireless.rocketmq;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * A message as it came from a queue.
 *
 * @param id the one that its producer gave it, the same at every redelivery
 * @param properties those of the user and those of RocketMQ
 * @param body exact; not to be changed
 * @param bornAt when its producer made it
 * @param redeliveries how often it was delivered before to this group
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record QueueMessage(
    String queueTopic,
    String id,
    Map<String, String> properties,
    byte[] body,
    Instant bornAt,
    int redeliveries) {

  static QueueMessage of(MessageExt message) {
    return new QueueMessage(
        message.getTopic(),
        message.getMsgId(),
        Map.copyOf(message.getProperties()),
        Objects.requireNonNullElse(message.getBody(), new byte[0]),
        Instant.ofEpochMilli(message.getBornTimestamp()),
        message.getReconsumeTimes());
  }

  /** For logs: which one it is, never what it says. */
  @Override
  public String toString() {
    return "Message %s of %s".formatted(id.replaceAll("\\p{Cntrl}", "?"), queueTopic);
  }
}
