package dev.tireless.wire;

import static dev.tireless.wire.SampleRequest.BODY;
import static dev.tireless.wire.SampleRequest.ENVELOPE;
import static dev.tireless.wire.SampleRequest.OTHER_SECRET;
import static dev.tireless.wire.SampleRequest.SECRET;
import static dev.tireless.wire.SampleRequest.SENT;
import static dev.tireless.wire.SampleRequest.signedWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.wire.Verification.Reason;
import dev.tireless.wire.Verification.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody on the way changes one thing, to another value that is allowed there. */
class TamperingTest {

  @ParameterizedTest
  @CsvSource({
    "webhook-id, ntf_01JD000000000000000000TESU",
    "webhook-timestamp, 1763798401",
    "tireless-topic, recharge.failed",
    "tireless-subject, T2",
    "tireless-version, 3",
    "tireless-epoch, 1",
    "tireless-seq, 8",
    "tireless-attempt, 4"
  })
  void detectsAnyChangedHeader(String name, String value) {
    assertMismatch(signedWith(SECRET).header(name, value));
  }

  @Test
  void detectsEveryChangedBitOfTheBody() {
    for (int bit = 0; bit < BODY.length * 8; bit++) {
      byte[] changed = BODY.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertMismatch(signedWith(SECRET).body(changed));
    }
  }

  @Test
  void detectsAMissingAndAnAddedByte() {
    assertMismatch(signedWith(SECRET).body(new byte[0]));
    assertMismatch(signedWith(SECRET).body(Arrays.copyOf(BODY, BODY.length - 1)));
    assertMismatch(signedWith(SECRET).body(Arrays.copyOf(BODY, BODY.length + 1)));
  }

  @ParameterizedTest
  @CsvSource({"webhook-signature, tireless-signature", "tireless-signature, webhook-signature"})
  void doesNotTakeOneSignatureForTheOther(String name, String other) {
    SampleRequest request = signedWith(SECRET);

    assertMismatch(request.header(name, request.header(other)));
  }

  /** One signature is genuine, the other one is by a key that is not ours. */
  @ParameterizedTest
  @CsvSource({"webhook-signature", "tireless-signature"})
  void wantsBothSignaturesByOurKeys(String name) {
    SampleRequest forged = signedWith(OTHER_SECRET);

    assertMismatch(signedWith(SECRET).header(name, forged.header(name)));
  }

  /** The timestamp moves into the id, so that the signed bytes stay the same. */
  @Test
  void doesNotLetTheBorderBetweenIdAndTimestampMove() {
    String signature =
        new Signer(List.of(SECRET))
            .webhookSignature("ntf_1", SENT, "1763798400.rest".getBytes(StandardCharsets.UTF_8));
    SampleRequest request =
        signedWith(SECRET)
            .header("webhook-id", "ntf_1.1763798400")
            .header("webhook-signature", signature)
            .body("rest".getBytes(StandardCharsets.UTF_8));

    assertThat(request.verify())
        .isEqualTo(
            new Rejected(Reason.MALFORMED_HEADER, "webhook-id must be a name without a dot"));
  }

  /** Genuine, but made for the next attempt. */
  @Test
  void doesNotTakeASignatureOfAnotherAttempt() {
    Envelope next =
        new Envelope(
            ENVELOPE.id(),
            SENT,
            ENVELOPE.topic(),
            ENVELOPE.subject(),
            ENVELOPE.version(),
            ENVELOPE.epoch(),
            ENVELOPE.seq(),
            ENVELOPE.attempt() + 1);
    String signature = new Signer(List.of(SECRET)).tirelessSignature(next, BODY);

    assertMismatch(signedWith(SECRET).header("tireless-signature", signature));
  }

  private static void assertMismatch(SampleRequest request) {
    assertThat(request.verify())
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Reason.SIGNATURE_MISMATCH));
  }
}
