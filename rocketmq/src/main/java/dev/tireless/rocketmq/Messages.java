package dev.tireless.rocketmq;

import dev.tireless.Delivery;
import dev.tireless.wire.Envelope;
import dev.tireless.wire.Secret;
import dev.tireless.wire.Signer;
import dev.tireless.wire.WireHeaders;
import java.time.Instant;
import java.util.List;
import org.apache.rocketmq.common.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Puts a notification into a message: the key is the subject, the user properties are the headers
 * of the HTTP channel, signed alike, and the body is exact.
 */
final class Messages {

  private Messages() {}

  /** One attempt of a delivery, made now. */
  static Message of(Delivery delivery, Instant now) {
    dev.tireless.Notification n = delivery.notification();
    Envelope envelope =
        new Envelope(
            n.id(),
            now,
            n.topic(),
            n.subject(),
            n.version(),
            delivery.epoch(),
            delivery.seq(),
            delivery.attempt());
    return of(
        QueueTopic.of(delivery.receiver().url()),
        envelope,
        n.contentType(),
        n.payload().bytes(),
        n.traceparent(),
        delivery.secrets());
  }

  static Message of(
      String queueTopic,
      Envelope envelope,
      String contentType,
      byte[] body,
      @Nullable String traceparent,
      List<Secret> secrets) {
    Message message = new Message(queueTopic, body);
    message.setKeys(envelope.subject());
    new Signer(secrets).headers(envelope, contentType, body).forEach(message::putUserProperty);
    if (traceparent != null) {
      message.putUserProperty(WireHeaders.TRACEPARENT, traceparent);
    }
    return message;
  }
}
