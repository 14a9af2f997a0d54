package dev.tireless.wire;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Adds deliveries up to a {@link Digest}, each by {@code SHA-256("tireless-digest-v1" 0x00 id 0x00
 * uint64be(seq) SHA-256(payload))}. Not thread-safe.
 */
public final class DigestSum {

  private static final byte[] VERSION = "tireless-digest-v1\0".getBytes(StandardCharsets.US_ASCII);
  private static final int WORDS = Digest.BYTES / Long.BYTES;

  private final MessageDigest sha256 = sha256();
  private final long[] sum = new long[WORDS];
  private long count;
  private long firstSeq;
  private long lastSeq;

  /**
   * Adds one more.
   *
   * @param seq above all that were added before
   * @param payloadHash SHA-256 of its payload
   */
  public void add(String id, long seq, byte[] payloadHash) {
    if (seq <= lastSeq) {
      throw new IllegalArgumentException(seq + " is not behind " + lastSeq);
    }
    sha256.update(VERSION);
    sha256.update(id.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) 0);
    sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seq));
    sha256.update(payloadHash);
    addUp(ByteBuffer.wrap(sha256.digest()).order(ByteOrder.BIG_ENDIAN));
    count++;
    firstSeq = firstSeq == 0 ? seq : firstSeq;
    lastSeq = seq;
  }

  public Digest digest() {
    ByteBuffer bytes = ByteBuffer.allocate(Digest.BYTES);
    for (int word = WORDS - 1; word >= 0; word--) {
      bytes.putLong(sum[word]);
    }
    return new Digest(count, firstSeq, lastSeq, Digest.text(new BigInteger(1, bytes.array())));
  }

  /** The lowest word of the sum comes first, that of the hash last. */
  private void addUp(ByteBuffer hash) {
    long carry = 0;
    for (int word = 0; word < WORDS; word++) {
      long term = hash.getLong((WORDS - 1 - word) * Long.BYTES);
      long partial = sum[word] + term;
      long total = partial + carry;
      carry =
          Long.compareUnsigned(partial, term) < 0 || Long.compareUnsigned(total, partial) < 0
              ? 1
              : 0;
      sum[word] = total;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
