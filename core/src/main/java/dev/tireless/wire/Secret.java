package dev.tireless.wire;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that notifier and receiver share, of 24 to 64 bytes. Its text form is {@code whsec_} and
 * their base64, as in Standard Webhooks 1.0.0.
 *
 * <p>Neither {@link #toString()} nor any message of an exception shows the key; only {@link
 * #text()} does. Immutable and safe for use by several threads. Equality takes the same time
 * wherever two keys differ.
 */
public final class Secret {

  private static final String PREFIX = "whsec_";
  private static final String HMAC = "HmacSHA256";
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;
  private static final int GENERATED = 32;

  private final SecretKeySpec key;

  private Secret(byte[] key) {
    if (key.length < SHORTEST || key.length > LONGEST) {
      throw new IllegalArgumentException(
          "A secret has %s to %s bytes, but this one has %s"
              .formatted(SHORTEST, LONGEST, key.length));
    }
    this.key = new SecretKeySpec(key, HMAC);
  }

  /** A new secret of 32 bytes. */
  public static Secret generate(SecureRandom random) {
    byte[] key = new byte[GENERATED];
    random.nextBytes(key);
    return new Secret(key);
  }

  /**
   * Reads the text form; padding may be missing.
   *
   * @throws IllegalArgumentException if it is no secret; the message says why and never shows it
   */
  public static Secret parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("A secret starts with " + PREFIX);
    }
    return new Secret(decode(text.substring(PREFIX.length())));
  }

  /** The text form, with padding. Whoever has it can sign in the notifier's name. */
  public String text() {
    return PREFIX + Base64.getEncoder().encodeToString(key.getEncoded());
  }

  // A Mac is not safe for use by several threads; a new one costs 0.2 µs more than a clone.
  byte[] hmac(byte[] head, byte[] tail) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update(head);
      return mac.doFinal(tail);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime cannot compute " + HMAC, e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that
        && MessageDigest.isEqual(key.getEncoded(), that.key.getEncoded());
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return PREFIX + "***";
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      // Without the cause: its message shows a character of the key.
      throw new IllegalArgumentException("A secret is " + PREFIX + " and base64, but this is not");
    }
  }
}
