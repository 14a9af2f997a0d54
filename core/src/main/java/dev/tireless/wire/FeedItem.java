package dev.tireless.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as the feed tells it, always in the same words. Immutable.
 *
 * @param seq its place in the receiver's sequence
 * @param payload null when it was expunged: its hash stands for it
 * @param payloadEncoding how the payload's bytes became text: {@link #UTF8} or {@link #BASE64};
 *     null without a payload
 * @param payloadHash SHA-256 of the exact bytes in lower-case hex
 */
public record FeedItem(
    long seq,
    String id,
    String topic,
    String subject,
    long version,
    String contentType,
    @Nullable String payload,
    @Nullable String payloadEncoding,
    String payloadHash) {

  public static final String UTF8 = "utf8";
  public static final String BASE64 = "base64";

  /**
   * One with its payload as text that keeps every byte.
   *
   * @param bytes null when they were expunged
   */
  public static FeedItem of(
      long seq,
      String id,
      String topic,
      String subject,
      long version,
      String contentType,
      byte @Nullable [] bytes,
      byte[] hash) {
    String utf8 = bytes == null ? null : utf8(bytes);
    String text = utf8 != null || bytes == null ? utf8 : Base64.getEncoder().encodeToString(bytes);
    String encoding = bytes == null ? null : utf8 == null ? BASE64 : UTF8;
    return new FeedItem(
        seq,
        id,
        topic,
        subject,
        version,
        contentType,
        text,
        encoding,
        HexFormat.of().formatHex(hash));
  }

  /**
   * The exact bytes, null when they were expunged.
   *
   * @throws IllegalArgumentException when the encoding is unknown or the text is none of its
   */
  public byte @Nullable [] bytes() {
    if (payload == null) {
      return null;
    }
    return switch (String.valueOf(payloadEncoding)) {
      case UTF8 -> payload.getBytes(StandardCharsets.UTF_8);
      case BASE64 -> Base64.getDecoder().decode(payload);
      default ->
          throw new IllegalArgumentException(
              "Item %d has the unknown encoding '%s'".formatted(seq, payloadEncoding));
    };
  }

  /** Null when they are not UTF-8. */
  private static @Nullable String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Which one it is, never what it says. */
  @Override
  public String toString() {
    return "%s at %d".formatted(id, seq);
  }
}
