package dev.tireless.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/** The bytes under a signature, in two parts so that the body need not be copied. */
final class SignedText {

  /** What an entry made by HMAC-SHA256 starts with. */
  static final String VERSION = "v1,";

  private static final byte[] NOTHING = {};

  private final byte[] head;
  private final byte[] tail;

  private SignedText(byte[] head, byte[] tail) {
    this.head = head;
    this.tail = tail;
  }

  /** As Standard Webhooks says: {@code id.timestamp.body}. */
  static SignedText webhook(String id, Instant timestamp, byte[] body) {
    String head = id + '.' + timestamp.getEpochSecond() + '.';
    return new SignedText(head.getBytes(StandardCharsets.UTF_8), body);
  }

  /** Our own headers and the body's hash, a line each. */
  static SignedText tireless(Envelope envelope, byte[] body) {
    String lines =
        String.join(
            "\n",
            "tireless-v1",
            envelope.id(),
            Long.toString(envelope.timestamp().getEpochSecond()),
            envelope.topic(),
            envelope.subject(),
            Long.toString(envelope.version()),
            Long.toString(envelope.epoch()),
            Long.toString(envelope.seq()),
            Long.toString(envelope.attempt()),
            HexFormat.of().formatHex(sha256(body)));
    return new SignedText(lines.getBytes(StandardCharsets.US_ASCII), NOTHING);
  }

  /** One entry of a signature header. */
  String signature(Secret secret) {
    return VERSION + Base64.getEncoder().encodeToString(secret.hmac(head, tail));
  }

  private static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime has no SHA-256", e);
    }
  }
}
