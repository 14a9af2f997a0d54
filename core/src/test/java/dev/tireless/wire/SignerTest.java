package dev.tireless.wire;

import static dev.tireless.wire.SampleRequest.BODY;
import static dev.tireless.wire.SampleRequest.ENVELOPE;
import static dev.tireless.wire.SampleRequest.OTHER_SECRET;
import static dev.tireless.wire.SampleRequest.SECRET;
import static dev.tireless.wire.SampleRequest.SENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The expected signatures were computed by OpenSSL from {@link SampleRequest}'s values, so that our
 * code does not confirm itself:
 *
 * <pre>{@code
 * key=$(printf %s 0123456789abcdefghijklmnopqrstuv | xxd -p -c 64)
 * body='{"txNo":"T1","result":"success"}'
 * printf %s "ntf_01JD000000000000000000TEST.1763798400.$body" |
 *   openssl dgst -sha256 -mac HMAC -macopt hexkey:$key -binary | base64
 * hash=$(printf %s "$body" | openssl dgst -sha256 -r | cut -d' ' -f1)
 * printf 'tireless-v1\nntf_01JD000000000000000000TEST\n1763798400\nrecharge.completed\nT1\n2\n0\n7\n3\n%s' $hash |
 *   openssl dgst -sha256 -mac HMAC -macopt hexkey:$key -binary | base64
 * }</pre>
 *
 * <p>The other key is {@code fedcba9876543210vutsrqponmlkjihg}.
 */
class SignerTest {

  private static final String WEBHOOK = "v1,YUZ2qfc79ux376kOsxe0UQmF2DD0YRXmwLBkEgC8pHo=";
  private static final String TIRELESS = "v1,/fB+1kguwKiuzCkV16DRQ8fCwxPi2V/ebpCHzMsRl+A=";
  private static final String WEBHOOK_BY_OTHER = "v1,a+NtJ18Hm94go8Eg91bqufv0jxN8F81LtlVuLyKMQ/A=";

  private final Signer signer = new Signer(List.of(SECRET));

  @Test
  void signsTheWebhookAsOpensslDoes() {
    assertThat(signer.webhookSignature(ENVELOPE.id(), SENT, BODY)).isEqualTo(WEBHOOK);
  }

  @Test
  void signsOurOwnHeadersAsOpensslDoes() {
    assertThat(signer.tirelessSignature(ENVELOPE, BODY)).isEqualTo(TIRELESS);
  }

  @Test
  void signsWithEveryActiveKey() {
    Signer rotating = new Signer(List.of(OTHER_SECRET, SECRET));

    assertThat(rotating.webhookSignature(ENVELOPE.id(), SENT, BODY))
        .isEqualTo(WEBHOOK_BY_OTHER + " " + WEBHOOK);
    assertThat(rotating.tirelessSignature(ENVELOPE, BODY)).endsWith(" " + TIRELESS);
  }

  @Test
  void signsWholeSecondsOfTheTimestamp() {
    assertThat(signer.webhookSignature(ENVELOPE.id(), SENT.plusMillis(999), BODY))
        .isEqualTo(WEBHOOK);
  }

  @Test
  void givesAllHeadersInTheOrderOfTheProtocol() {
    assertThat(signer.headers(ENVELOPE, "application/json", BODY))
        .containsExactly(
            entry("webhook-id", "ntf_01JD000000000000000000TEST"),
            entry("webhook-timestamp", "1763798400"),
            entry("webhook-signature", WEBHOOK),
            entry("tireless-topic", "recharge.completed"),
            entry("tireless-subject", "T1"),
            entry("tireless-version", "2"),
            entry("tireless-epoch", "0"),
            entry("tireless-seq", "7"),
            entry("tireless-attempt", "3"),
            entry("tireless-signature", TIRELESS),
            entry("content-type", "application/json"));
  }

  @Test
  void servesManyThreadsAtOnce() {
    assertThat(
            IntStream.range(0, 20_000)
                .parallel()
                .mapToObj(i -> signer.tirelessSignature(ENVELOPE, BODY)))
        .containsOnly(TIRELESS);
  }

  @Test
  void needsASecret() {
    assertThatThrownBy(() -> new Signer(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Signing needs at least one active secret");
  }
}
