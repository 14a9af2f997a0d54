package dev.tireless.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.Payload;
import dev.tireless.testing.SettableClock;
import dev.tireless.wire.Envelope;
import dev.tireless.wire.Secret;
import dev.tireless.wire.Signer;
import dev.tireless.wire.Verification.Verified;
import dev.tireless.wire.Verifier;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReceivedNotificationTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void saysWhatTheSignedRequestSaid() {
    Envelope envelope = new Envelope("ntf_1", NOON, "recharge.completed", "tx-1", 2, 3, 4, 5);

    ReceivedNotification n = ReceivedNotification.pushed("pay", verified(envelope, "充值"));

    assertThat(n)
        .isEqualTo(
            new ReceivedNotification(
                "pay",
                "ntf_1",
                "recharge.completed",
                "tx-1",
                2,
                "text/plain",
                Payload.of("充值"),
                new Place(3, 4, 5),
                true));
  }

  @Test
  void theAnswerOfAQueryHasNeitherPlaceNorExactBytes() {
    ReceivedNotification n = Samples.queried("tx-1", 1);

    assertThat(n.place()).isNull();
    assertThat(n.exact()).isFalse();
  }

  @Test
  void neverShowsItsPayloadInALog() {
    ReceivedNotification n = Samples.withPayload(Samples.at("tx-1", 2, 0, 7), "secret");

    assertThat(n).hasToString("recharge.completed/tx-1 version 2 of pay (ntf_tx-1_2, place 0:7)");
  }

  @Test
  void refusesWhatNoNotifierCanSend() {
    assertThatThrownBy(() -> Samples.queried("tx-1", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version");
    assertThatThrownBy(() -> Samples.queried("tx 1", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("subject");
    assertThatThrownBy(() -> new Place(0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Verified verified(Envelope envelope, String text) {
    Secret secret = Secret.generate(new SecureRandom());
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = new Signer(List.of(secret)).headers(envelope, "text/plain", body);
    Verifier verifier = new Verifier(List.of(secret), new SettableClock(NOON));
    return (Verified) verifier.verify(headers::get, body);
  }
}
