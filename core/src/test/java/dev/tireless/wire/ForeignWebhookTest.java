package dev.tireless.wire;

import static dev.tireless.wire.SampleRequest.OTHER_SECRET;
import static dev.tireless.wire.SampleRequest.SECRET;
import static dev.tireless.wire.SampleRequest.SENT;
import static dev.tireless.wire.SampleRequest.verifierAt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.wire.Verification.Reason;
import dev.tireless.wire.Verification.Rejected;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other senders of Standard Webhooks have their own ids and none of our headers. */
class ForeignWebhookTest {

  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest
  @ValueSource(strings = {"msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", "1", "a b/c=d@e"})
  void acceptsTheirIds(String id) {
    assertThat(faultOf(request(id, SECRET), SENT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "msg.1", "消息", "msg\n1"})
  void rejectsIdsThatTheStandardForbids(String id) {
    assertThat(faultOf(request(id, SECRET), SENT))
        .contains(
            new Rejected(
                Reason.MALFORMED_HEADER,
                "webhook-id must be 1 to 255 ASCII characters without a dot"));
  }

  @Test
  void rejectsAnIdThatIsTooLong() {
    assertThat(faultOf(request("x".repeat(256), SECRET), SENT)).isPresent();
  }

  @Test
  void skipsTheirAsymmetricSignatures() {
    Map<String, String> request = request("msg_1", SECRET);
    request.merge("webhook-signature", "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw== ", (a, b) -> b + a);

    assertThat(faultOf(request, SENT)).isEmpty();
  }

  @Test
  void rejectsAnotherKeyAndAnotherTime() {
    assertThat(reason(faultOf(request("msg_1", OTHER_SECRET), SENT)))
        .contains(Reason.SIGNATURE_MISMATCH);
    assertThat(reason(faultOf(request("msg_1", SECRET), SENT.plusSeconds(301))))
        .contains(Reason.TIMESTAMP_OUT_OF_RANGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
  void needsTheHeadersOfTheStandard(String name) {
    Map<String, String> request = request("msg_1", SECRET);
    request.remove(name);

    assertThat(reason(faultOf(request, SENT))).contains(Reason.MISSING_HEADER);
  }

  @Test
  void isNotMistakenForOneOfOurs() {
    Map<String, String> request = request("ntf_1", SECRET);

    assertThat(verifierAt(SENT).verify(request::get, BODY)).isInstanceOf(Rejected.class);
  }

  private static Map<String, String> request(String id, Secret secret) {
    Map<String, String> headers = new HashMap<>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(SENT.getEpochSecond()));
    headers.put("webhook-signature", new Signer(List.of(secret)).webhookSignature(id, SENT, BODY));
    return headers;
  }

  private static Optional<Rejected> faultOf(Map<String, String> headers, Instant now) {
    return verifierAt(now).webhookFault(headers::get, BODY);
  }

  private static Optional<Reason> reason(Optional<Rejected> fault) {
    return fault.map(Rejected::reason);
  }
}
