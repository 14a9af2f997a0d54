package dev.tireless.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The official Java library of Standard Webhooks and we believe each other. */
class StandardWebhooksCrossCheckTest {

  private static final int BODIES = 1_000;
  private static final List<String> PIECES =
      List.of(
          "充值成功",
          "通知",
          "😀",
          "👩‍👩‍👧",
          "\n",
          "\r\n",
          "\t",
          "\"",
          "\\",
          ".",
          "%s",
          "é",
          "e\u0301",
          "\u0000",
          "{}",
          " ");

  // The official library knows no clock but the system's.
  private final Clock clock = Clock.systemUTC();
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);

  @BeforeEach
  void printSeed() {
    System.out.println("StandardWebhooksCrossCheckTest seed=" + seed);
  }

  @Test
  void theOfficialLibraryVerifiesUs() throws Exception {
    for (int i = 0; i < BODIES; i++) {
      Secret secret = randomSecret();
      String body = randomBody();
      new Webhook(secret.text()).verify(body, asLists(headersOf(body, secret)));
    }
  }

  @Test
  void theOfficialLibraryVerifiesUsByEitherKeyDuringARotation() throws Exception {
    Secret current = randomSecret();
    Secret previous = randomSecret();
    String body = randomBody();
    Map<String, List<String>> headers = asLists(headersOf(body, current, previous));

    new Webhook(current.text()).verify(body, headers);
    new Webhook(previous.text()).verify(body, headers);
  }

  @Test
  void theOfficialLibraryRejectsWhatWasTamperedWith() throws Exception {
    Secret secret = randomSecret();
    String body = randomBody();
    Map<String, List<String>> headers = asLists(headersOf(body, secret));
    Webhook official = new Webhook(secret.text());

    assertThatThrownBy(() -> official.verify(body + ".", headers))
        .isInstanceOf(WebhookVerificationException.class);
  }

  @Test
  void weVerifyTheOfficialLibrary() throws Exception {
    for (int i = 0; i < BODIES; i++) {
      Secret secret = randomSecret();
      String body = randomBody();
      Map<String, String> headers = signedByOfficial(secret, body);
      Verifier verifier = new Verifier(List.of(secret), clock);

      assertThat(verifier.webhookFault(headers::get, bytes(body))).isEmpty();
      assertThat(verifier.webhookFault(headers::get, bytes(body + " "))).isPresent();
    }
  }

  @Test
  void bothWriteTheVerySameSignature() throws Exception {
    for (int i = 0; i < BODIES; i++) {
      Secret secret = randomSecret();
      String body = randomBody();
      Instant timestamp = Instant.ofEpochSecond(random.nextLong(4_000_000_000L));

      assertThat(new Signer(List.of(secret)).webhookSignature("msg_1", timestamp, bytes(body)))
          .isEqualTo(new Webhook(secret.text()).sign("msg_1", timestamp.getEpochSecond(), body));
    }
  }

  private Map<String, String> headersOf(String body, Secret... secrets) {
    Envelope envelope = new Envelope("ntf_1", clock.instant(), "t", "s", 1, 0, 1, 1);
    return new Signer(List.of(secrets)).headers(envelope, "text/plain", bytes(body));
  }

  private Map<String, String> signedByOfficial(Secret secret, String body) throws Exception {
    long now = clock.instant().getEpochSecond();
    return Map.of(
        "webhook-id",
        "msg_1",
        "webhook-timestamp",
        Long.toString(now),
        "webhook-signature",
        new Webhook(secret.text()).sign("msg_1", now, body));
  }

  private Secret randomSecret() {
    byte[] key = new byte[random.nextInt(24, 65)];
    random.nextBytes(key);
    return Secret.parse("whsec_" + Base64.getEncoder().encodeToString(key));
  }

  /** Sometimes empty, else pieces that trip others up, among any characters of Unicode. */
  private String randomBody() {
    return random
        .ints(random.nextInt(40), 0, PIECES.size() * 2)
        .mapToObj(i -> i < PIECES.size() ? PIECES.get(i) : randomCharacter())
        .collect(Collectors.joining());
  }

  private String randomCharacter() {
    int codePoint = random.nextInt(Character.MIN_SURROGATE);
    return Character.toString(random.nextBoolean() ? codePoint : 0x10000 + codePoint);
  }

  private static byte[] bytes(String body) {
    return body.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, List<String>> asLists(Map<String, String> headers) {
    return headers.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
  }
}
