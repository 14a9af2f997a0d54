package dev.tireless.http;

import dev.tireless.AttemptReason;
import dev.tireless.Delivery;
import dev.tireless.Notification;
import dev.tireless.Payload;
import dev.tireless.Receiver;
import dev.tireless.wire.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** Deliveries for tests. */
final class Deliveries {

  static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456Z");
  static final Secret SECRET = secret("0123456789abcdef01234567");
  static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private Deliveries() {}

  static Secret secret(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return Secret.parse("whsec_" + Base64.getEncoder().encodeToString(bytes));
  }

  static Receiver receiver(URI url) {
    return Receiver.http("account", url, SECRET, "recharge.completed");
  }

  static Delivery to(URI url) {
    return to(receiver(url));
  }

  static Delivery to(Receiver receiver) {
    return of(receiver, Payload.of("{\"id\":\"tx-1\"}"), List.of(SECRET), TRACEPARENT);
  }

  static Delivery of(Receiver receiver, Payload payload, List<Secret> secrets, String traceparent) {
    Notification notification =
        new Notification(
            "ntf_01jd9zq5v8x3m7k2r4t6w8y0ab",
            receiver.tenant(),
            "recharge.completed",
            "tx-1",
            2,
            "application/json",
            payload,
            NOW,
            traceparent);
    return new Delivery(receiver, notification, 3, 41, 5, AttemptReason.SCHEDULED, secrets);
  }
}
