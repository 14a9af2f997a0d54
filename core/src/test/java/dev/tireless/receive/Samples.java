package dev.tireless.receive;

import dev.tireless.Payload;
import java.util.concurrent.atomic.AtomicLong;

/** Notifications for tests, each with a subject and a place that no other test uses. */
final class Samples {

  static final String NOTIFIER = "pay";
  static final String TOPIC = "recharge.completed";

  private static final AtomicLong SEQS = new AtomicLong();

  private Samples() {}

  static String newSubject() {
    return "tx-" + SEQS.incrementAndGet();
  }

  /** A delivery of version 1 of a new subject. */
  static ReceivedNotification pushed() {
    return pushed(newSubject(), 1);
  }

  static ReceivedNotification pushed(String subject, long version) {
    return at(subject, version, 0, SEQS.incrementAndGet());
  }

  static ReceivedNotification at(String subject, long version, long epoch, long seq) {
    String id = "ntf_" + subject + "_" + version;
    return new ReceivedNotification(
        NOTIFIER,
        id,
        TOPIC,
        subject,
        version,
        "application/json",
        Payload.of("{\"id\":\"" + subject + "\",\"version\":" + version + "}"),
        new Place(epoch, seq, 1),
        true);
  }

  /** The same delivery with other bytes. */
  static ReceivedNotification withPayload(ReceivedNotification n, String payload) {
    return new ReceivedNotification(
        n.notifier(),
        n.id(),
        n.topic(),
        n.subject(),
        n.version(),
        n.contentType(),
        Payload.of(payload),
        n.place(),
        n.exact());
  }

  /** The answer of a result query, which never has the published bytes. */
  static ReceivedNotification queried(String subject, long version) {
    return ReceivedNotification.queried(
        NOTIFIER, TOPIC, subject, version, "application/json", Payload.of("{\"queried\":true}"));
  }
}
