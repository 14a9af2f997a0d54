package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.Outcome;
import dev.tireless.Receiver;
import dev.tireless.wire.AckRule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a receiver's answer means. */
class HttpChannelAnswerTest {

  private static final String OK = "HTTP/1.1 200 OK\r\n";

  private final HttpChannel channel = Channels.open();

  @AfterEach
  void close() {
    channel.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HTTP_2XX           | 200 | anything                          | ACKED
          HTTP_2XX           | 204 |                                   | ACKED
          HTTP_2XX           | 299 | anything                          | ACKED
          HTTP_2XX           | 404 | anything                          | FAILED
          BODY:success       | 200 | success                           | ACKED
          BODY:success       | 200 | failure                           | FAILED
          BODY:success       | 500 | success                           | FAILED
          JSON:/code=SUCCESS | 200 | {"code":"SUCCESS","message":"ok"} | ACKED
          JSON:/code=SUCCESS | 200 | {"code":"FAIL"}                   | FAILED
          JSON:/code=SUCCESS | 200 | <html>                            | FAILED
          JSON:/code=SUCCESS | 502 | {"code":"SUCCESS"}                | FAILED
          """)
  void followsTheAckRule(String rule, int status, String body, String outcome) throws Exception {
    String head = "HTTP/1.1 " + status + " As told\r\n";
    String text = body == null || status == 204 ? "" : body;
    assertThat(answered(head, text, to -> to.ackRule(AckRule.parse(rule))))
        .satisfies(
            it -> {
              assertThat(it.name()).isEqualTo(outcome);
              assertThat(it.status()).isEqualTo(status);
              assertThat(it.detail()).isEqualTo(text);
            });
  }

  @Test
  void saysWhyA2xxIsNoAck() throws Exception {
    Outcome outcome = answered(OK, "later", to -> to.ackRule(AckRule.body("success")));
    assertThat(((Outcome.Failed) outcome).error())
        .isEqualTo("2xx but not acked: the body of the answer did not fulfil BODY:success");
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 304, 307, 308})
  void neverFollowsARedirect(int status) throws Exception {
    try (RawReceiver elsewhere = RawReceiver.answering(200)) {
      String head = "HTTP/1.1 " + status + " Moved\r\nlocation: " + elsewhere.url() + "\r\n";
      Outcome outcome = answered(head, "", to -> to);
      assertThat(outcome.name()).isEqualTo("FAILED");
      assertThat(((Outcome.Failed) outcome).error())
          .isEqualTo("status " + status + ": redirects are never followed");
      assertThat(elsewhere.accepted()).isZero();
    }
  }

  @Test
  void knowsThatAReceiverIsGone() throws Exception {
    assertThat(answered("HTTP/1.1 410 Gone\r\n", "bye", to -> to))
        .isEqualTo(new Outcome.Gone(410, "bye"));
  }

  @Test
  void takes422AsRefusalOnlyFromWhoOptedIn() throws Exception {
    String head = "HTTP/1.1 422 No\r\n";
    assertThat(answered(head, "no such account", to -> to.refusable(true)))
        .isEqualTo(new Outcome.Refused(422, "no such account"));
    assertThat(answered(head, "no such account", to -> to))
        .isEqualTo(new Outcome.Failed(422, "status 422", "no such account", null));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void staysAwayAsLongAsItIsAsked(int status) throws Exception {
    assertThat(retryAfter(status, "120")).isEqualTo(Duration.ofMinutes(2));
    // The clock stands at 10:00:00.123456.
    assertThat(retryAfter(status, "Sun, 22 Nov 2026 10:01:00 GMT"))
        .isBetween(Duration.ofSeconds(59), Duration.ofSeconds(60));
    assertThat(retryAfter(status, "in a while")).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 301, 400, 404, 500})
  void ignoresRetryAfterElsewhere(int status) throws Exception {
    assertThat(retryAfter(status, "120")).isNull();
  }

  @Test
  void keepsAnExcerptThatHarmsNobody() throws Exception {
    Outcome outcome = answered(OK, "one\r\ntwo\0" + "水".repeat(1000), to -> to);
    assertThat(outcome.detail())
        .startsWith("one  two\uFFFD水水")
        .endsWith("水")
        .matches(text -> text.getBytes(StandardCharsets.UTF_8).length <= 1024);
  }

  private Duration retryAfter(int status, String value) throws Exception {
    String head = "HTTP/1.1 " + status + " Wait\r\nretry-after: " + value + "\r\n";
    UnaryOperator<Receiver> picky = to -> to.ackRule(AckRule.body("never"));
    return ((Outcome.Failed) answered(head, "", picky)).retryAfter();
  }

  private Outcome answered(String head, String body, UnaryOperator<Receiver> settings)
      throws Exception {
    try (RawReceiver receiver = RawReceiver.answering(head, body)) {
      Receiver to = Deliveries.receiver(receiver.url());
      return Channels.send(channel, Deliveries.to(settings.apply(to)));
    }
  }
}
