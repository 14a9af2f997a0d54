package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.Delivery;
import dev.tireless.Outcome;
import dev.tireless.Payload;
import dev.tireless.Receiver;
import dev.tireless.wire.Secret;
import dev.tireless.wire.Verification.Verified;
import dev.tireless.wire.Verifier;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a receiver sees of an attempt. */
class HttpChannelRequestTest {

  private final HttpChannel channel = Channels.open();
  private RawReceiver receiver;

  @BeforeEach
  void listen() throws IOException {
    receiver = RawReceiver.answering(200);
  }

  @AfterEach
  void close() throws IOException {
    channel.close();
    receiver.close();
  }

  @Test
  void sendsExactlyTheBytesOfThePayload() throws Exception {
    byte[] bytes = new byte[Payload.MAX_BYTES];
    new Random(1).nextBytes(bytes);
    RawRequest request = sent(withPayload(Payload.of(bytes)));
    assertThat(request.body()).isEqualTo(Payload.of(bytes));
    assertThat(request.header("content-length")).isEqualTo("262144");
  }

  @Test
  void saysTheLengthOfAnEmptyPayload() throws Exception {
    RawRequest request = sent(withPayload(Payload.of("")));
    assertThat(request.body().size()).isZero();
    assertThat(request.header("content-length")).isEqualTo("0");
  }

  @Test
  void sendsTheHeadersOfTheProtocolAndNoOthers() throws Exception {
    RawRequest request = sent(Deliveries.to(receiver.url()));
    assertThat(request.headers())
        .containsOnlyKeys(
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature",
            "tireless-topic",
            "tireless-subject",
            "tireless-version",
            "tireless-epoch",
            "tireless-seq",
            "tireless-attempt",
            "tireless-signature",
            "traceparent",
            "content-type",
            "user-agent",
            "host",
            "content-length")
        .containsEntry("webhook-id", "ntf_01jd9zq5v8x3m7k2r4t6w8y0ab")
        .containsEntry("webhook-timestamp", Long.toString(Deliveries.NOW.getEpochSecond()))
        .containsEntry("tireless-topic", "recharge.completed")
        .containsEntry("tireless-subject", "tx-1")
        .containsEntry("tireless-version", "2")
        .containsEntry("tireless-epoch", "3")
        .containsEntry("tireless-seq", "41")
        .containsEntry("tireless-attempt", "5")
        .containsEntry("content-type", "application/json")
        .containsEntry("host", "127.0.0.1:" + receiver.port());
  }

  @Test
  void saysTheVersionOfTheBuild() throws Exception {
    RawRequest request = sent(Deliveries.to(receiver.url()));
    assertThat(request.header("user-agent"))
        .matches("Tireless/[0-9]+\\.[0-9]+\\.[0-9]+.*")
        .isEqualTo("Tireless/" + HttpChannelSettings.defaults().version());
  }

  @Test
  void signsSoThatTheReceiverKitBelievesIt() throws Exception {
    RawRequest request = sent(Deliveries.to(receiver.url()));
    assertThat(verify(request, Deliveries.SECRET)).isInstanceOf(Verified.class);
  }

  @Test
  void signsWithEveryActiveKey() throws Exception {
    Secret previous = Deliveries.secret("abcdef0123456789abcdef01");
    Receiver to = Deliveries.receiver(receiver.url());
    List<Secret> secrets = List.of(Deliveries.SECRET, previous);
    RawRequest request = sent(Deliveries.of(to, Payload.of("{}"), secrets, null));
    assertThat(request.header("webhook-signature").split(" ")).hasSize(2);
    assertThat(request.header("tireless-signature").split(" ")).hasSize(2);
    assertThat(verify(request, Deliveries.SECRET)).isInstanceOf(Verified.class);
    assertThat(verify(request, previous)).isInstanceOf(Verified.class);
    assertThat(verify(request, Deliveries.secret("no key of this delivery!")))
        .isNotInstanceOf(Verified.class);
  }

  @Test
  void isANewSpanOfThePublishersTraceOnEachAttempt() throws Exception {
    String first = sent(Deliveries.to(receiver.url())).header("traceparent");
    String second = sent(Deliveries.to(receiver.url())).header("traceparent");
    assertThat(List.of(first, second))
        .allMatch(value -> value.matches("00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01"))
        .doesNotContain(Deliveries.TRACEPARENT)
        .doesNotHaveDuplicates();
  }

  @Test
  void hasNoTraceWhenThePublisherHasNone() throws Exception {
    Receiver to = Deliveries.receiver(receiver.url());
    Delivery delivery = Deliveries.of(to, Payload.of("{}"), List.of(Deliveries.SECRET), null);
    assertThat(sent(delivery).headers()).doesNotContainKey("traceparent");
  }

  @Test
  void asksForThePathAndQueryOfTheUrl() throws Exception {
    assertThat(lineOf("/a%20b/c?d=e%26f&g")).isEqualTo("POST /a%20b/c?d=e%26f&g HTTP/1.1");
    assertThat(lineOf("")).isEqualTo("POST / HTTP/1.1");
    assertThat(lineOf("?x=1")).isEqualTo("POST /?x=1 HTTP/1.1");
    assertThat(lineOf("/水#part")).isEqualTo("POST /%E6%B0%B4 HTTP/1.1");
  }

  @Test
  void failsWithoutAKeyToSignWith() throws Exception {
    Receiver to = Deliveries.receiver(receiver.url());
    Delivery unsigned = Deliveries.of(to, Payload.of("{}"), List.of(), null);
    assertThat(Channels.failing(channel, unsigned).error()).startsWith("bad request: Signing");
    assertThat(receiver.accepted()).isZero();
  }

  private String lineOf(String path) throws Exception {
    return sent(Deliveries.to(receiver.url(path))).line();
  }

  private Delivery withPayload(Payload payload) {
    Receiver to = Deliveries.receiver(receiver.url());
    return Deliveries.of(to, payload, List.of(Deliveries.SECRET), null);
  }

  private RawRequest sent(Delivery delivery) throws Exception {
    assertThat(Channels.send(channel, delivery)).isInstanceOf(Outcome.Acked.class);
    return receiver.requests().get(receiver.requests().size() - 1);
  }

  private static Object verify(RawRequest request, Secret secret) {
    Clock clock = Clock.fixed(Deliveries.NOW, ZoneOffset.UTC);
    return new Verifier(List.of(secret), clock).verify(request::header, request.body().bytes());
  }
}
