package dev.tireless.receive;

import dev.tireless.Payload;
import dev.tireless.wire.Envelope;
import dev.tireless.wire.FeedItem;
import dev.tireless.wire.Names;
import dev.tireless.wire.Verification.Verified;
import org.jspecify.annotations.Nullable;

/**
 * A notification as it reaches the receiver. Immutable.
 *
 * @param notifier our name for the system that sent it; subjects of two notifiers never meet
 * @param id the notification id, null when its sender did not tell it
 * @param topic what kind of result, e.g. {@code recharge.completed}
 * @param subject the business key, e.g. the transaction number
 * @param version revision of the subject's result, from 1; only a higher one is applied
 * @param contentType media type of the payload
 * @param payload what the result is
 * @param place its place in our sequence, null when it did not come as a delivery
 * @param exact whether the payload is byte for byte what was published (push, feed); the answer of
 *     a result query is not, so nothing is concluded from its hash
 */
public record ReceivedNotification(
    String notifier,
    @Nullable String id,
    String topic,
    String subject,
    long version,
    String contentType,
    Payload payload,
    @Nullable Place place,
    boolean exact) {

  public ReceivedNotification {
    Names.check("notifier", notifier);
    Names.check("topic", topic);
    Names.check("subject", subject);
    if (version < 1) {
      throw new IllegalArgumentException("A version starts at 1, but it is " + version);
    }
    if (place != null && id == null) {
      throw new IllegalArgumentException("A delivery has an id, but the one at " + place + " none");
    }
  }

  /**
   * One that was sent to us and proved genuine.
   *
   * @throws IllegalArgumentException when the body is larger than {@link Payload#MAX_BYTES}
   */
  public static ReceivedNotification pushed(String notifier, Verified request) {
    Envelope e = request.envelope();
    return new ReceivedNotification(
        notifier,
        e.id(),
        e.topic(),
        e.subject(),
        e.version(),
        request.contentType(),
        Payload.of(request.body()),
        e.seq() == 0 ? null : new Place(e.epoch(), e.seq(), e.attempt()),
        true);
  }

  /**
   * One by a foreign hand, which tells nothing but its bytes: what it is about was found out by our
   * configuration.
   */
  public static ReceivedNotification foreign(
      String notifier, String topic, String subject, String contentType, Payload payload) {
    return new ReceivedNotification(
        notifier, null, topic, subject, 1, contentType, payload, null, true);
  }

  /** One of the feed, with its exact payload. */
  static ReceivedNotification pulled(String notifier, long epoch, FeedItem item, byte[] payload) {
    return new ReceivedNotification(
        notifier,
        item.id(),
        item.topic(),
        item.subject(),
        item.version(),
        item.contentType(),
        Payload.of(payload),
        new Place(epoch, item.seq(), 0),
        true);
  }

  /** One that we asked for by its key. */
  public static ReceivedNotification queried(
      String notifier,
      String topic,
      String subject,
      long version,
      String contentType,
      Payload payload) {
    return new ReceivedNotification(
        notifier, null, topic, subject, version, contentType, payload, null, false);
  }

  /** For logs: which one it is, never what it says. */
  @Override
  public String toString() {
    String what = "%s/%s version %d of %s".formatted(topic, subject, version, notifier);
    return place == null ? what : "%s (%s, place %s)".formatted(what, id, place);
  }
}
