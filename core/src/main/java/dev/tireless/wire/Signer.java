package dev.tireless.wire;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Signs attempts with every active key of a receiver: HMAC-SHA256, in the form of Standard Webhooks
 * 1.0.0, {@code v1,<base64>} per key, separated by spaces.
 *
 * <p>Cheap to make, so make one per attempt with the keys that are active then. Immutable and safe
 * for use by several threads.
 */
public final class Signer {

  private final List<Secret> secrets;

  /**
   * @param activeSecrets the current key, and the previous one until it expires
   * @throws IllegalArgumentException if there is none
   */
  public Signer(List<Secret> activeSecrets) {
    this.secrets = List.copyOf(activeSecrets);
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("Signing needs at least one active secret");
    }
  }

  /**
   * All headers that depend on the notification, by lower-case name, in the order of the protocol.
   * The caller adds {@code traceparent} and {@code user-agent}.
   */
  public Map<String, String> headers(Envelope envelope, String contentType, byte[] body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(WireHeaders.WEBHOOK_ID, envelope.id());
    headers.put(
        WireHeaders.WEBHOOK_TIMESTAMP, Long.toString(envelope.timestamp().getEpochSecond()));
    headers.put(
        WireHeaders.WEBHOOK_SIGNATURE, webhookSignature(envelope.id(), envelope.timestamp(), body));
    headers.put(WireHeaders.TOPIC, envelope.topic());
    headers.put(WireHeaders.SUBJECT, envelope.subject());
    headers.put(WireHeaders.VERSION, Long.toString(envelope.version()));
    headers.put(WireHeaders.EPOCH, Long.toString(envelope.epoch()));
    headers.put(WireHeaders.SEQ, Long.toString(envelope.seq()));
    headers.put(WireHeaders.ATTEMPT, Long.toString(envelope.attempt()));
    headers.put(WireHeaders.TIRELESS_SIGNATURE, tirelessSignature(envelope, body));
    headers.put(WireHeaders.CONTENT_TYPE, contentType);
    return Collections.unmodifiableMap(headers);
  }

  /** The value of {@code webhook-signature}; of the timestamp, whole seconds count. */
  public String webhookSignature(String id, Instant timestamp, byte[] body) {
    return sign(SignedText.webhook(id, timestamp, body));
  }

  /** The value of {@code tireless-signature}. */
  public String tirelessSignature(Envelope envelope, byte[] body) {
    return sign(SignedText.tireless(envelope, body));
  }

  private String sign(SignedText text) {
    StringJoiner all = new StringJoiner(" ");
    secrets.forEach(secret -> all.add(text.signature(secret)));
    return all.toString();
  }
}
