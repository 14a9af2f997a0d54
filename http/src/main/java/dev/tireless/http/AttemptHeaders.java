package dev.tireless.http;

import dev.tireless.Delivery;
import dev.tireless.Notification;
import dev.tireless.wire.Envelope;
import dev.tireless.wire.Signer;
import dev.tireless.wire.WireHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** The headers of one attempt, as docs/receiving.md lists them. */
final class AttemptHeaders {

  private static final HttpHeadersFactory FACTORY =
      DefaultHttpHeadersFactory.headersFactory().withNameValidation(false);

  private final Clock clock;
  private final RandomGenerator random;
  private final String userAgent;

  AttemptHeaders(Clock clock, RandomGenerator random, String version) {
    this.clock = clock;
    this.random = random;
    this.userAgent = "Tireless/" + version;
  }

  /**
   * Checks each value: none can end its line.
   *
   * @throws IllegalArgumentException if the delivery cannot be signed
   */
  HttpHeaders of(Delivery delivery, Target target, byte[] body) {
    Notification notification = delivery.notification();
    Signer signer = new Signer(delivery.secrets());
    HttpHeaders headers = FACTORY.newHeaders();
    signer.headers(envelope(delivery), notification.contentType(), body).forEach(headers::add);
    TraceParent.parse(notification.traceparent())
        .ifPresent(trace -> headers.add(WireHeaders.TRACEPARENT, trace.newSpan(random)));
    return headers
        .add(WireHeaders.USER_AGENT, userAgent)
        .add(HttpHeaderNames.HOST, target.authority())
        .addInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
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
