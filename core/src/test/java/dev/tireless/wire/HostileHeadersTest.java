package dev.tireless.wire;

import static dev.tireless.wire.SampleRequest.SECRET;
import static dev.tireless.wire.SampleRequest.signedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.tireless.wire.Verification.Reason;
import dev.tireless.wire.Verification.Rejected;
import dev.tireless.wire.Verification.Verified;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileHeadersTest {

  private static final List<String> REQUIRED =
      List.of(
          "webhook-id",
          "webhook-timestamp",
          "webhook-signature",
          "tireless-topic",
          "tireless-subject",
          "tireless-version",
          "tireless-epoch",
          "tireless-seq",
          "tireless-attempt",
          "tireless-signature");

  @Test
  void everyHeaderOfOursIsRequired() {
    for (String name : REQUIRED) {
      assertThat(signedWith(SECRET).without(name).verify())
          .isEqualTo(new Rejected(Reason.MISSING_HEADER, name + " is missing"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          webhook-id        | ''            | a name without a dot
          webhook-id        | ntf_1.2       | a name without a dot
          webhook-id        | ntf 1         | a name without a dot
          webhook-timestamp | ''            | a whole number from 0 to 253402300799
          webhook-timestamp | -1            | a whole number from 0 to 253402300799
          webhook-timestamp | +1763798400   | a whole number from 0 to 253402300799
          webhook-timestamp | 01763798400   | a whole number from 0 to 253402300799
          webhook-timestamp | 1763798400.0  | a whole number from 0 to 253402300799
          webhook-timestamp | ' 1763798400' | a whole number from 0 to 253402300799
          webhook-timestamp | 253402300800  | a whole number from 0 to 253402300799
          webhook-timestamp | ١٧٦٣٧٩٨٤٠٠    | a whole number from 0 to 253402300799
          tireless-topic    | ''            | a name
          tireless-topic    | a/b           | a name
          tireless-subject  | 充值          | a name
          tireless-version  | 0             | a whole number from 1 to 9223372036854775807
          tireless-version  | 1e3           | a whole number from 1 to 9223372036854775807
          tireless-version  | 0x1           | a whole number from 1 to 9223372036854775807
          tireless-epoch    | -1            | a whole number from 0 to 9223372036854775807
          tireless-epoch    | 00            | a whole number from 0 to 9223372036854775807
          tireless-seq      | -1            | a whole number from 0 to 9223372036854775807
          tireless-seq      | 9223372036854775808   | a whole number from 0 to 9223372036854775807
          tireless-seq      | 9999999999999999999   | a whole number from 0 to 9223372036854775807
          tireless-seq      | 18446744073709551617  | a whole number from 0 to 9223372036854775807
          tireless-attempt  | 0             | a whole number from 1 to 9223372036854775807
          tireless-attempt  | three         | a whole number from 1 to 9223372036854775807
          content-type      | ''            | 1 to 255 ASCII characters
          content-type      | ' '           | 1 to 255 ASCII characters
          content-type      | 文本          | 1 to 255 ASCII characters
          """)
  void malformedValuesAreNamedAndNotRepeated(String name, String value, String rule) {
    assertThat(signedWith(SECRET).header(name, value).verify())
        .isEqualTo(new Rejected(Reason.MALFORMED_HEADER, name + " must be " + rule));
  }

  @Test
  void theFirstFaultIsReported() {
    assertThat(signedWith(SECRET).header("tireless-seq", "x").without("webhook-id").verify())
        .isEqualTo(new Rejected(Reason.MISSING_HEADER, "webhook-id is missing"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "v2,abc", "v1a,abc v3,x", "v1", "V1,abc", "abc", ",", "v1 ,abc"})
  void anEntryOfAKnownVersionIsNeeded(String value) {
    assertThat(signedWith(SECRET).header("webhook-signature", value).verify())
        .isEqualTo(
            new Rejected(
                Reason.UNKNOWN_SIGNATURE_VERSION, "webhook-signature has no entry of version v1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v1,",
        "v1,,",
        "v1,=",
        "v1,\u0000",
        "v1,签名",
        "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
      })
  void anEntryThatIsNoSignatureFitsNothing(String value) {
    assertThat(signedWith(SECRET).header("tireless-signature", value).verify())
        .isEqualTo(
            new Rejected(Reason.SIGNATURE_MISMATCH, "tireless-signature fits none of our secrets"));
  }

  @Test
  void entriesThatAreUnknownOrWrongDoNotHideTheRightOne() {
    SampleRequest request = signedWith(SECRET);
    String among =
        "  v2,x v1, v1a,y v1,wrong %s  v9".formatted(request.header("webhook-signature"));

    assertThat(request.header("webhook-signature", among).verify()).isInstanceOf(Verified.class);
  }

  @Test
  void aHugeHeaderCostsLittle() {
    String entries = "v1,x ".repeat(1_000_000);
    String name = "x".repeat(5_000_000);

    assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          for (int i = 0; i < 1_000; i++) {
            assertMalformed(signedWith(SECRET).header("webhook-signature", entries));
            assertMalformed(signedWith(SECRET).header("tireless-signature", entries));
            assertMalformed(signedWith(SECRET).header("webhook-id", name));
            assertMalformed(signedWith(SECRET).header("tireless-topic", name));
            assertMalformed(signedWith(SECRET).header("tireless-seq", name));
            assertMalformed(signedWith(SECRET).header("content-type", name));
          }
        });
  }

  @Test
  void theLongestSignatureHeaderIs4096Characters() {
    SampleRequest request = signedWith(SECRET);
    String right = request.header("webhook-signature");
    String longest = "v1,x ".repeat(900).substring(0, 4096 - right.length() - 1) + " " + right;

    assertThat(request.header("webhook-signature", longest).verify()).isInstanceOf(Verified.class);
    assertMalformed(request.header("webhook-signature", longest + " "));
  }

  @Test
  void noiseIsRejectedAndNeverThrows() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("HostileHeadersTest seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);

    for (int i = 0; i < 5_000; i++) {
      String name = REQUIRED.get(random.nextInt(REQUIRED.size()));
      String noise = noise(random);
      assertThat(signedWith(SECRET).header(name, noise).verify())
          .as("%s: %s", name, noise)
          .isInstanceOf(Rejected.class);
    }
  }

  private static String noise(SplittableRandom random) {
    int bound = random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1;
    return random
        .ints(random.nextInt(4, 200), 0, bound)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static void assertMalformed(SampleRequest request) {
    assertThat(request.verify())
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Reason.MALFORMED_HEADER));
  }
}
