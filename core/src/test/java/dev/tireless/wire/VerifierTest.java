package dev.tireless.wire;

import static dev.tireless.wire.SampleRequest.BODY;
import static dev.tireless.wire.SampleRequest.ENVELOPE;
import static dev.tireless.wire.SampleRequest.OTHER_SECRET;
import static dev.tireless.wire.SampleRequest.SECRET;
import static dev.tireless.wire.SampleRequest.SENT;
import static dev.tireless.wire.SampleRequest.signedWith;
import static dev.tireless.wire.SampleRequest.verifierAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.wire.Verification.Reason;
import dev.tireless.wire.Verification.Rejected;
import dev.tireless.wire.Verification.Verified;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {

  private static final Clock CLOCK = Clock.fixed(SENT, ZoneOffset.UTC);

  @Test
  void acceptsWhatTheSignerSigned() {
    assertThat(signedWith(SECRET).verify())
        .isInstanceOfSatisfying(
            Verified.class,
            verified -> {
              assertThat(verified.envelope()).isEqualTo(ENVELOPE);
              assertThat(verified.contentType()).isEqualTo("application/json");
              assertThat(verified.body()).isEqualTo(BODY);
            });
  }

  @Test
  void acceptsEverythingThatCanBeSigned() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("VerifierTest seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);

    for (int i = 0; i < 2_000; i++) {
      Envelope envelope = randomEnvelope(random);
      byte[] body = new byte[random.nextInt(600)];
      random.nextBytes(body);
      Map<String, String> headers = new Signer(List.of(SECRET)).headers(envelope, "a/b", body);

      assertThat(verifierAt(envelope.timestamp()).verify(headers::get, body))
          .isInstanceOfSatisfying(
              Verified.class, verified -> assertThat(verified.envelope()).isEqualTo(envelope));
    }
  }

  @Test
  void rejectsAnotherKey() {
    assertThat(signedWith(OTHER_SECRET).verify())
        .isEqualTo(
            new Rejected(Reason.SIGNATURE_MISMATCH, "webhook-signature fits none of our secrets"));
  }

  @Test
  void acceptsEitherKeyWhileTheSenderRotates() {
    assertThat(signedWith(OTHER_SECRET, SECRET).verify()).isInstanceOf(Verified.class);
    assertThat(signedWith(SECRET, OTHER_SECRET).verify()).isInstanceOf(Verified.class);
  }

  @Test
  void acceptsEitherKeyWhileTheReceiverRotates() {
    Verifier rotating = new Verifier(List.of(OTHER_SECRET, SECRET), CLOCK);

    assertThat(signedWith(SECRET).verify(rotating)).isInstanceOf(Verified.class);
    assertThat(signedWith(OTHER_SECRET).verify(rotating)).isInstanceOf(Verified.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {-300_000, -299_001, -1, 0, 999, 299_999, 300_000, 300_999})
  void acceptsATimestampWithin300SecondsOfItsClock(long millisAfterSending) {
    Instant now = SENT.plusMillis(millisAfterSending);

    assertThat(signedWith(SECRET).verify(verifierAt(now))).isInstanceOf(Verified.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {-86_400_000, -301_000, -300_001, 301_000, 86_400_000})
  void rejectsATimestampFartherFromItsClock(long millisAfterSending) {
    Instant now = SENT.plusMillis(millisAfterSending);

    assertThat(signedWith(SECRET).verify(verifierAt(now)))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Reason.TIMESTAMP_OUT_OF_RANGE));
  }

  @Test
  void saysHowFarTheClocksAreApart() {
    assertThat(signedWith(SECRET).verify(verifierAt(SENT.plusSeconds(400))))
        .isEqualTo(
            new Rejected(
                Reason.TIMESTAMP_OUT_OF_RANGE,
                "webhook-timestamp is 400 s behind our clock,"
                    + " and at most 300 s either way are accepted"));
  }

  @Test
  void takesAnotherTolerance() {
    Clock later = Clock.fixed(SENT.plusSeconds(3600), ZoneOffset.UTC);
    Verifier patient = new Verifier(List.of(SECRET), later, Duration.ofHours(1));
    Verifier strict = new Verifier(List.of(SECRET), later, Duration.ofMinutes(59));

    assertThat(signedWith(SECRET).verify(patient)).isInstanceOf(Verified.class);
    assertThat(signedWith(SECRET).verify(strict)).isInstanceOf(Rejected.class);
  }

  @Test
  void doesNotNeedAContentType() {
    assertThat(signedWith(SECRET).without("content-type").verify())
        .isInstanceOfSatisfying(
            Verified.class,
            verified -> assertThat(verified.contentType()).isEqualTo("application/octet-stream"));
  }

  @Test
  void servesManyThreadsAtOnce() {
    Verifier verifier = new Verifier(List.of(SECRET), CLOCK);

    assertThat(
            IntStream.range(0, 10_000)
                .parallel()
                .mapToObj(i -> signedWith(SECRET).verify(verifier)))
        .hasOnlyElementsOfType(Verified.class);
  }

  @Test
  void needsASecretAndATolerance() {
    assertThatThrownBy(() -> new Verifier(List.of(), CLOCK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Verifying needs at least one secret");
    assertThatThrownBy(() -> new Verifier(List.of(SECRET), CLOCK, Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The tolerance is negative: PT-1S");
  }

  private static Envelope randomEnvelope(SplittableRandom random) {
    return new Envelope(
        randomName(random).replace('.', '_'),
        Instant.ofEpochSecond(random.nextLong(Envelope.LAST_SECOND + 1)),
        randomName(random),
        randomName(random),
        random.nextLong(1, Long.MAX_VALUE),
        random.nextLong(Long.MAX_VALUE),
        random.nextLong(1, Long.MAX_VALUE),
        random.nextLong(1, Long.MAX_VALUE));
  }

  private static String randomName(SplittableRandom random) {
    String allowed = "ABCXYZabcxyz0189._:~-";
    return random
        .ints(random.nextInt(1, Names.MAX_LENGTH + 1), 0, allowed.length())
        .mapToObj(i -> allowed.substring(i, i + 1))
        .collect(Collectors.joining());
  }
}
