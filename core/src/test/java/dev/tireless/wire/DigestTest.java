package dev.tireless.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DigestTest {

  private final Random random = new Random(5);

  /** Added up by {@link BigInteger}, as anybody else would do it by PROTOCOL's formula. */
  @Test
  void addsUpModulo2To256() throws Exception {
    DigestSum sum = new DigestSum();
    BigInteger expected = BigInteger.ZERO;
    for (int seq = 1; seq <= 1000; seq++) {
      byte[] hash = hash();
      sum.add("ntf_" + seq, seq, hash);
      expected = expected.add(new BigInteger(1, ofItem("ntf_" + seq, seq, hash)));
    }
    expected = expected.mod(BigInteger.ONE.shiftLeft(256));

    Digest digest = sum.digest();

    assertThat(new BigInteger(1, Base64.getUrlDecoder().decode(digest.sum()))).isEqualTo(expected);
    assertThat(digest.sum()).hasSize(43);
    assertThat(digest.count()).isEqualTo(1000);
    assertThat(digest.firstSeq()).isEqualTo(1);
    assertThat(digest.lastSeq()).isEqualTo(1000);
  }

  @Test
  void isTheSumOfItsParts() {
    DigestSum all = new DigestSum();
    DigestSum left = new DigestSum();
    DigestSum right = new DigestSum();
    for (int seq = 1; seq <= 100; seq++) {
      byte[] hash = hash();
      all.add("n" + seq, seq, hash);
      (seq <= 40 ? left : right).add("n" + seq, seq, hash);
    }

    assertThat(left.digest().plus(right.digest())).isEqualTo(all.digest());
    assertThat(all.digest().plus(Digest.EMPTY)).isEqualTo(all.digest());
    assertThat(Digest.EMPTY.plus(all.digest())).isEqualTo(all.digest());
    assertThat(new DigestSum().digest()).isEqualTo(Digest.EMPTY);
  }

  @Test
  void takesABeginningAway() {
    Digest left = digest(1, 40);
    Digest right = digest(41, 100);
    Digest all = left.plus(right);

    assertThat(all.minus(left)).isEqualTo(right);
    assertThat(all.minus(Digest.EMPTY)).isEqualTo(all);
    assertThat(all.minus(all)).isEqualTo(Digest.EMPTY);
  }

  @Test
  void takesABeginningAwayAcrossZero() {
    Digest largest =
        new Digest(1, 1, 1, Digest.text(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE)));
    Digest two = new Digest(1, 2, 2, Digest.text(BigInteger.TWO));
    Digest all = largest.plus(two);

    assertThat(all.sum()).isEqualTo(Digest.text(BigInteger.ONE));
    assertThat(all.minus(largest)).isEqualTo(two);
  }

  @Test
  void seesAnyDifference() {
    byte[] hash = hash();
    Digest digest = one("a", 7, hash);

    assertThat(one("b", 7, hash)).isNotEqualTo(digest);
    assertThat(one("a", 8, hash).sum()).isNotEqualTo(digest.sum());
    assertThat(one("a", 7, hash()).sum()).isNotEqualTo(digest.sum());
  }

  @Test
  void goesOnlyUpwards() {
    DigestSum sum = new DigestSum();
    sum.add("a", 2, hash());

    assertThatThrownBy(() -> sum.add("b", 2, hash())).hasMessageContaining("2 is not behind 2");
  }

  @Test
  void refusesWhatIsNone() {
    String sum = Digest.EMPTY.sum();

    assertThatThrownBy(() -> new Digest(1, 0, 0, sum)).hasMessageContaining("No digest");
    assertThatThrownBy(() -> new Digest(3, 1, 2, sum)).hasMessageContaining("No digest");
    assertThatThrownBy(() -> new Digest(0, 0, 0, "AAAA")).hasMessageContaining("No digest");
    assertThatThrownBy(() -> new Digest(0, 0, 0, "?")).isInstanceOf(IllegalArgumentException.class);
  }

  private Digest digest(long from, long to) {
    DigestSum sum = new DigestSum();
    for (long seq = from; seq <= to; seq++) {
      sum.add("n" + seq, seq, hash());
    }
    return sum.digest();
  }

  private static Digest one(String id, long seq, byte[] hash) {
    DigestSum sum = new DigestSum();
    sum.add(id, seq, hash);
    return sum.digest();
  }

  private byte[] hash() {
    byte[] hash = new byte[32];
    random.nextBytes(hash);
    return hash;
  }

  private static byte[] ofItem(String id, long seq, byte[] hash) throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update("tireless-digest-v1\0".getBytes(StandardCharsets.UTF_8));
    sha256.update(id.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) 0);
    sha256.update(ByteBuffer.allocate(8).putLong(seq).array());
    return sha256.digest(hash);
  }
}
