package dev.tireless.http;

import dev.tireless.Delivery;
import dev.tireless.Notification;
import dev.tireless.wire.Envelope;
import dev.tireless.wire.Signer;
import dev.tireless.wire.WireHeaders;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The headers of one attempt, as docs/receiving.md lists them; the client adds host and length. */
final class AttemptHeaders {

  private final Clock clock;
  private final RandomGenerator random;
  private final String userAgent;

  AttemptHeaders(Clock clock, RandomGenerator random, String version) {
    this.clock = clock;
    this.random = random;
    this.userAgent = "Tireless/" + version;
  }

  /**
   * @throws IllegalArgumentException if the delivery cannot be signed
   */
  Map<String, String> of(Delivery delivery, byte[] body) {
    Notification notification = delivery.notification();
    Signer signer = new Signer(delivery.secrets());
    Map<String, String> headers =
        new LinkedHashMap<>(signer.headers(envelope(delivery), notification.contentType(), body));
    TraceParent.parse(notification.traceparent())
        .ifPresent(trace -> headers.put(WireHeaders.TRACEPARENT, trace.newSpan(random)));
    headers.put(WireHeaders.USER_AGENT, userAgent);
    return headers;
  }

  private Envelope envelope(Delivery delivery) {
    Notification notification = delivery.notification();
    return new Envelope(
        notification.id(),
        clock.instant(),
        notification.topic(),
        notification.subject(),
        notification.version(),
        delivery.epoch(),
        delivery.seq(),
        delivery.attempt());
  }
}
