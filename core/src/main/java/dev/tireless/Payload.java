package dev.tireless;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The exact bytes of a notification, never re-serialised on their way. Immutable: bytes are copied
 * on the way in and out. Two payloads are equal when their bytes are.
 */
public final class Payload {

  /** The most bytes a payload may have: 256 KiB. */
  public static final int MAX_BYTES = 256 * 1024;

  private final byte[] bytes;

  private Payload(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "A payload of " + bytes.length + " bytes is over the limit of " + MAX_BYTES);
    }
    this.bytes = bytes;
  }

  public static Payload of(byte[] bytes) {
    return new Payload(bytes.clone());
  }

  /** The UTF-8 bytes of the text. */
  public static Payload of(String text) {
    return new Payload(text.getBytes(StandardCharsets.UTF_8));
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public int size() {
    return bytes.length;
  }

  public String utf8() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The 32 bytes of the SHA-256 hash. */
  public byte[] sha256() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Never the content: payloads do not belong into logs. */
  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
