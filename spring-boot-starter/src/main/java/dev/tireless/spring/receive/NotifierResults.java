package dev.tireless.spring.receive;

import dev.tireless.Payload;
import dev.tireless.receive.NotifierClient;
import dev.tireless.receive.NotifierException;
import dev.tireless.receive.ReceivedNotification;
import dev.tireless.receive.ResultQuery;
import dev.tireless.wire.FeedItem;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Results as the notifier's reconciliation API tells them. Their payloads come with their hashes,
 * so they are the exact bytes. Thread-safe.
 *
 * @param notifier our name for it
 */
record NotifierResults(NotifierClient client, String notifier) implements ResultQuery {

  /**
   * The newest result that was delivered to us.
   *
   * @throws NotifierException when there is no answer, or none that can be used
   */
  @Override
  public Optional<ReceivedNotification> query(String topic, String subject) {
    return client
        .result(topic, subject)
        .map(result -> received(result.notification(), topic, subject));
  }

  private ReceivedNotification received(FeedItem item, String topic, String subject) {
    if (!item.topic().equals(topic) || !item.subject().equals(subject)) {
      throw unusable(item, "is not of %s/%s".formatted(topic, subject));
    }
    return new ReceivedNotification(
        notifier,
        item.id(),
        topic,
        subject,
        item.version(),
        item.contentType(),
        payload(item),
        null,
        true);
  }

  private static Payload payload(FeedItem item) {
    byte[] bytes = item.bytes();
    if (bytes == null) {
      throw unusable(item, "has no payload any more: the notifier has expunged it");
    }
    Payload payload = Payload.of(bytes);
    if (!HexFormat.of().formatHex(payload.sha256()).equals(item.payloadHash())) {
      throw unusable(item, "has a payload with another hash");
    }
    return payload;
  }

  private static NotifierException unusable(FeedItem item, String why) {
    return new NotifierException("The result %s %s".formatted(item, why), null, null);
  }
}
