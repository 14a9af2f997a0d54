package dev.tireless.wire;

import java.math.BigInteger;
import java.util.Base64;

/**
 * What a range of a receiver's deliveries comes to. Two sides with equal digests have the same
 * deliveries with the same payloads at the same places; digests of ranges that meet add up.
 * Immutable.
 *
 * @param count how many there are
 * @param firstSeq the lowest number of them, 0 when there is none
 * @param lastSeq the highest, 0 when there is none
 * @param sum of their hashes modulo 2^256 as base64url without padding
 */
public record Digest(long count, long firstSeq, long lastSeq, String sum) {

  static final int BYTES = 32;

  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(8 * BYTES);

  /** Of no delivery at all. */
  public static final Digest EMPTY = new Digest(0, 0, 0, text(BigInteger.ZERO));

  /**
   * @throws IllegalArgumentException when no deliveries could come to it
   */
  public Digest {
    boolean fits =
        count == 0
            ? firstSeq == 0 && lastSeq == 0
            : firstSeq >= 1 && lastSeq >= firstSeq && count <= lastSeq - firstSeq + 1;
    if (count < 0 || !fits || decoded(sum).length != BYTES) {
      throw new IllegalArgumentException(
          "No digest: %d from %d to %d, sum %s".formatted(count, firstSeq, lastSeq, sum));
    }
  }

  /** Whether both sides have the same. */
  public boolean matches(Digest other) {
    return count == other.count && sum.equals(other.sum);
  }

  /** What is left of a range without holes when its beginning is taken away. */
  public Digest minus(Digest beginning) {
    if (beginning.count == 0 || count == beginning.count) {
      return beginning.count == 0 ? this : EMPTY;
    }
    return new Digest(
        count - beginning.count,
        beginning.lastSeq + 1,
        lastSeq,
        text(number(sum).subtract(number(beginning.sum)).mod(MODULUS)));
  }

  /** This range and one behind it. */
  public Digest plus(Digest next) {
    if (count == 0 || next.count == 0) {
      return count == 0 ? next : this;
    }
    return new Digest(
        count + next.count,
        firstSeq,
        next.lastSeq,
        text(number(sum).add(number(next.sum)).mod(MODULUS)));
  }

  static String text(BigInteger number) {
    byte[] shortest = number.toByteArray();
    byte[] bytes = new byte[BYTES];
    int length = Math.min(shortest.length, BYTES); // a 33rd byte is only the sign
    System.arraycopy(shortest, shortest.length - length, bytes, BYTES - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static BigInteger number(String sum) {
    return new BigInteger(1, decoded(sum));
  }

  private static byte[] decoded(String sum) {
    return Base64.getUrlDecoder().decode(sum);
  }
}
