package dev.tireless.http;

import dev.tireless.Delivery;
import dev.tireless.Notification;
import dev.tireless.wire.Envelope;
import dev.tireless.wire.Signer;
import dev.tireless.wire.WireHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * Writes the request of one attempt (RFC 9112), with the headers that docs/receiving.md lists. Our
 * own encoding, because it is a page, and Netty's is made for all requests and costs 3 µs more.
 */
final class AttemptRequest {

  private final Clock clock;
  private final RandomGenerator random;
  private final String userAgent;

  AttemptRequest(Clock clock, RandomGenerator random, String version) {
    this.clock = clock;
    this.random = random;
    this.userAgent = "Tireless/" + version;
  }

  /**
   * The bytes to be sent.
   *
   * @throws IllegalArgumentException if the delivery cannot be signed, or a header has a character
   *     that might end its line
   */
  ByteBuf of(Delivery delivery, Target target) {
    byte[] body = delivery.notification().payload().bytes();
    return Unpooled.wrappedBuffer(head(delivery, target, body), body);
  }

  private byte[] head(Delivery delivery, Target target, byte[] body) {
    Notification notification = delivery.notification();
    StringBuilder head = new StringBuilder(1024);
    head.append("POST ").append(target.path()).append(" HTTP/1.1\r\n");
    add(head, "host", target.authority());
    new Signer(delivery.secrets())
        .headers(envelope(delivery), notification.contentType(), body)
        .forEach((name, value) -> add(head, name, value));
    TraceParent.parse(notification.traceparent())
        .ifPresent(trace -> add(head, WireHeaders.TRACEPARENT, trace.newSpan(random)));
    add(head, WireHeaders.USER_AGENT, userAgent);
    add(head, "content-length", Integer.toString(body.length));
    return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void add(StringBuilder head, String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~') {
        throw new IllegalArgumentException("The header " + name + " has a character it must not");
      }
    }
    head.append(name).append(": ").append(value).append("\r\n");
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
