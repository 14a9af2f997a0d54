package dev.tireless.spring;

import dev.tireless.Payload;
import dev.tireless.wire.Envelope;
import dev.tireless.wire.Secret;
import dev.tireless.wire.Signer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A request as a notifier makes it. */
public record SignedRequest(Payload body, Map<String, String> headers) {

  private static final AtomicLong SEQ = new AtomicLong();

  /** One about the subject, signed by the secret at that moment. */
  public static SignedRequest of(
      String topic, String subject, String body, Secret secret, Instant at) {
    long seq = SEQ.incrementAndGet();
    Envelope envelope = new Envelope("ntf_" + seq, at, topic, subject, 1, 1, seq, 1);
    Payload payload = Payload.of(body);
    return new SignedRequest(
        payload,
        new Signer(List.of(secret)).headers(envelope, "application/json", payload.bytes()));
  }

  /** The same with another body, which the signatures do not fit. */
  public SignedRequest tampered(String other) {
    return new SignedRequest(Payload.of(other), headers);
  }

  public HttpRequest to(URI endpoint) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint).POST(HttpRequest.BodyPublishers.ofByteArray(body.bytes()));
    headers.forEach(request::header);
    return request.build();
  }
}
