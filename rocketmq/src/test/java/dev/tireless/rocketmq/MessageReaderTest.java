package dev.tireless.rocketmq;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.receive.Place;
import dev.tireless.receive.ReceivedNotification;
import dev.tireless.rocketmq.Quarantine.Reason;
import dev.tireless.rocketmq.Reading.Understood;
import dev.tireless.rocketmq.Reading.Unusable;
import dev.tireless.rocketmq.TopicRule.Foreign;
import dev.tireless.wire.Envelope;
import dev.tireless.wire.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.rocketmq.common.message.Message;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {

  private static final String QUEUE_TOPIC = "topic_notifymsg";
  private static final String TOPIC = "recharge.completed";
  private static final String CONTENT_TYPE = "text/plain;charset=utf-8";
  private static final String TRACEPARENT =
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final Instant SENT = Instant.parse("2026-03-01T12:00:00Z");
  private static final byte[] BODY = "  {\"id\": \"tx-1\", \"人\": 1.10}\n".getBytes(UTF_8);

  private static final Secret SECRET = Secret.generate(new SecureRandom());
  private static final Secret NEXT_SECRET = Secret.generate(new SecureRandom());
  private static final Secret OTHER_SECRET = Secret.generate(new SecureRandom());

  private static final Foreign FOREIGN = new Foreign(TOPIC, "/id");
  private static final TopicRule SIGNED_ONLY = new TopicRule(QUEUE_TOPIC, List.of(SECRET), null);
  private static final TopicRule FOREIGN_ONLY = new TopicRule(QUEUE_TOPIC, List.of(), FOREIGN);
  private static final TopicRule BOTH = new TopicRule(QUEUE_TOPIC, List.of(SECRET), FOREIGN);

  // ---- ours

  @Test
  void publishesOursAsItWasSent() {
    Publication publication = understood(SIGNED_ONLY, signed(7)).publication();

    assertThat(publication)
        .isEqualTo(
            new Publication(
                Publication.DEFAULT_TENANT,
                TOPIC,
                "tx-1",
                3,
                List.of(),
                CONTENT_TYPE,
                Payload.of(BODY),
                TRACEPARENT));
    assertThat(publication.payload().bytes()).isEqualTo(BODY);
  }

  @Test
  void dropsATraceparentThatIsNone() {
    QueueMessage message = with(signed(7), "traceparent", "nonsense");

    assertThat(understood(SIGNED_ONLY, message).publication().traceparent()).isNull();
  }

  @Test
  void publishesOursWithoutTraceWhenItHasNone() {
    QueueMessage message = with(signed(7), "traceparent", null);

    assertThat(understood(SIGNED_ONLY, message).publication().traceparent()).isNull();
  }

  @Test
  void receivesOursAtItsPlace() {
    ReceivedNotification received = understood(SIGNED_ONLY, signed(7)).received("recharge");

    assertThat(received)
        .isEqualTo(
            new ReceivedNotification(
                "recharge",
                "ntf_1",
                TOPIC,
                "tx-1",
                3,
                CONTENT_TYPE,
                Payload.of(BODY),
                new Place(2, 7, 4),
                true));
  }

  @Test
  void receivesOursWithoutPlaceWhenATransactionCarriedItPastTheSequence() {
    ReceivedNotification received = understood(SIGNED_ONLY, signed(0)).received("recharge");

    assertThat(received.place()).isNull();
    assertThat(received.id()).isEqualTo("ntf_1");
    assertThat(received.payload().bytes()).isEqualTo(BODY);
  }

  @Test
  void verifiesOursWhereForeignOnesAreTakenToo() {
    assertThat(read(BOTH, signed(7))).isInstanceOf(Reading.Ours.class);
    assertUnusable(read(BOTH, with(signed(7), "tireless-version", "4")), Reason.NOT_GENUINE);
  }

  @ParameterizedTest
  @CsvSource({
    "webhook-id, ntf_2",
    "webhook-timestamp, 1772366401",
    "tireless-topic, recharge.failed",
    "tireless-subject, tx-2",
    "tireless-version, 4",
    "tireless-epoch, 3",
    "tireless-seq, 8",
    "tireless-seq, 0",
    "tireless-attempt, 5",
    "tireless-signature, 'v1,AAAA'",
    "webhook-signature, 'v1,AAAA'",
    "tireless-signature, ''",
    "tireless-subject, 'tx 1'",
    "tireless-version, 03",
    "tireless-seq, -1",
    "tireless-attempt, 99999999999999999999",
    "tireless-topic, ",
    "webhook-signature, ",
    "tireless-seq, "
  })
  void doesNotBelieveATamperedProperty(String name, String value) {
    QueueMessage message = with(signed(7), name, value);

    assertUnusable(read(SIGNED_ONLY, message), Reason.NOT_GENUINE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{\"id\": \"tx-1\", \"人\": 1.10}",
        "  {\"id\": \"tx-1\", \"人\": 1.1}\n",
        "  {\"id\": \"tx-1\", \"人\": 9.10}\n"
      })
  void doesNotBelieveATamperedBody(String body) {
    QueueMessage message = with(signed(7), body.getBytes(UTF_8));

    assertUnusable(read(SIGNED_ONLY, message), Reason.NOT_GENUINE);
  }

  @Test
  void believesWhoeverHasOneOfItsSecrets() {
    TopicRule rotating = new TopicRule(QUEUE_TOPIC, List.of(SECRET, NEXT_SECRET), null);

    assertThat(read(rotating, signed(7, SECRET))).isInstanceOf(Reading.Ours.class);
    assertThat(read(rotating, signed(7, NEXT_SECRET))).isInstanceOf(Reading.Ours.class);
    assertThat(read(rotating, signed(7, OTHER_SECRET, NEXT_SECRET)))
        .isInstanceOf(Reading.Ours.class);
    assertThat(read(SIGNED_ONLY, signed(7, NEXT_SECRET, SECRET))).isInstanceOf(Reading.Ours.class);
    assertUnusable(read(rotating, signed(7, OTHER_SECRET)), Reason.NOT_GENUINE);
    assertUnusable(read(SIGNED_ONLY, signed(7, NEXT_SECRET)), Reason.NOT_GENUINE);
  }

  @Test
  void doesNotTakeASignedOneForAForeignOneWhenThereIsNoSecret() {
    assertUnusable(read(FOREIGN_ONLY, signed(7)), Reason.NOT_GENUINE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT10H", "P30D", "-PT10H"})
  void asksNotHowLongItLayInTheQueue(Duration age) {
    MessageReader late = new MessageReader(List.of(SIGNED_ONLY), fixed(SENT.plus(age)));

    assertThat(late.read(signed(7))).isInstanceOf(Reading.Ours.class);
  }

  // ---- foreign

  @Test
  void publishesAForeignOneByItsRule() {
    Understood understood = understood(BOTH, unsigned(BODY));

    assertThat(understood.publication()).isEqualTo(Publication.of(TOPIC, "tx-1", Payload.of(BODY)));
    assertThat(understood.received("recharge"))
        .isEqualTo(
            ReceivedNotification.foreign(
                "recharge", TOPIC, "tx-1", Publication.JSON, Payload.of(BODY)));
  }

  @Test
  void refusesAnUnsignedOneWhereForeignOnesAreNotTaken() {
    assertUnusable(read(SIGNED_ONLY, unsigned(BODY)), Reason.NOT_SIGNED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /id        | {"id":"tx-1"}                | tx-1
          /id        | {"id":"A.b_c:d~e-9"}         | A.b_c:d~e-9
          /id        | {"id":1024}                  | 1024
          /id        | {"id":12345678901234567890}  | 12345678901234567890
          /id        | {"id":-1}                    | -1
          /id        | ` {"other":[1],"id":"tx-1"} ` | tx-1
          /a/id      | {"id":"no","a":{"id":"yes"}} | yes
          /list/1    | {"list":["no","yes"]}        | yes
          /1         | ["no","yes"]                 | yes
          /a~1b/~0id | {"a/b":{"~id":"yes"}}        | yes
          /          | {"":"yes"}                   | yes
          """)
  void findsTheSubject(String pointer, String body, String subject) {
    TopicRule rule = new TopicRule(QUEUE_TOPIC, List.of(), new Foreign(TOPIC, pointer));

    Publication publication = understood(rule, unsigned(body.getBytes(UTF_8))).publication();

    assertThat(publication.subject()).isEqualTo(subject);
    assertThat(publication.payload().utf8()).isEqualTo(body);
  }

  @Test
  void takesASubjectOfTheLongestNameOnly() {
    String longest = "x".repeat(128);

    assertThat(understood(FOREIGN_ONLY, foreign(longest)).publication().subject())
        .isEqualTo(longest);
    assertUnusable(read(FOREIGN_ONLY, foreign(longest + "x")), Reason.NO_SUBJECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "no JSON",
        "{",
        "null",
        "\"tx-1\"",
        "[]",
        "{}",
        "{\"ID\":\"tx-1\"}",
        "{\"id\":null}",
        "{\"id\":\"\"}",
        "{\"id\":\"tx 1\"}",
        "{\"id\":\"tx-1\\n\"}",
        "{\"id\":\"人\"}",
        "{\"id\":{\"id\":\"tx-1\"}}",
        "{\"id\":[\"tx-1\"]}",
        "{\"id\":\"tx-1\",\"id\":\"tx-2\"}",
        "{\"id\":\"tx-1\",\"other\":{\"a\":1,\"a\":2}}",
        "{\"id\":\"tx-1\"} {\"id\":\"tx-2\"}",
        "{\"id\":\"tx-1\"}]",
        "{\"id\":\"tx-1\",}",
        "{'id':'tx-1'}",
        "\ufeff\ufeff{\"id\":\"tx-1\"}"
      })
  void findsNoSubject(String body) {
    assertUnusable(read(FOREIGN_ONLY, unsigned(body.getBytes(UTF_8))), Reason.NO_SUBJECT);
  }

  @ParameterizedTest
  @MethodSource
  void findsNoSubjectInWhatJsonReadersRefuse(byte[] body) {
    assertUnusable(read(FOREIGN_ONLY, unsigned(body)), Reason.NO_SUBJECT);
  }

  static Stream<Named<byte[]>> findsNoSubjectInWhatJsonReadersRefuse() {
    return Stream.of(
        Named.of("no UTF-8", "{\"id\":\"\u00ff\"}".getBytes(ISO_8859_1)),
        Named.of("too deep", "[".repeat(100_000).getBytes(UTF_8)),
        Named.of("too many digits", ("{\"id\":" + "1".repeat(2_000) + "}").getBytes(UTF_8)),
        Named.of("a long fraction", ("{\"id\":0." + "1".repeat(2_000) + "}").getBytes(UTF_8)),
        Named.of("a long name", ("{\"" + "n".repeat(60_000) + "\":1}").getBytes(UTF_8)),
        Named.of("a fraction", "{\"id\":9007199254740993.0}".getBytes(UTF_8)),
        Named.of("a power of ten", "{\"id\":1e3}".getBytes(UTF_8)),
        Named.of("a truth", "{\"id\":true}".getBytes(UTF_8)),
        Named.of("UTF-16 without end", new byte[] {(byte) 0xfe, (byte) 0xff, 0, '{', 0}));
  }

  // ---- both

  @Test
  void refusesAQueueTopicWithoutRule() {
    MessageReader reader = new MessageReader(List.of(BOTH), fixed(SENT));

    assertThat(reader.queueTopics()).containsExactly(QUEUE_TOPIC);
    assertUnusable(
        reader.read(new QueueMessage("other", "1", Map.of(), BODY, SENT, 0)), Reason.NO_RULE);
  }

  @Test
  void readsEachQueueTopicByItsOwnRule() {
    TopicRule other = new TopicRule("other", List.of(), FOREIGN);
    MessageReader reader = new MessageReader(List.of(SIGNED_ONLY, other), fixed(SENT));

    assertUnusable(reader.read(unsigned(BODY)), Reason.NOT_SIGNED);
    assertThat(reader.read(new QueueMessage("other", "1", Map.of(), BODY, SENT, 0)))
        .isInstanceOf(Reading.Foreign.class);
  }

  @Test
  void takesABodyOf256KibibytesAndNotOneByteMore() {
    byte[] largest = ("{\"id\":\"tx-1\"}" + " ".repeat(Payload.MAX_BYTES - 13)).getBytes(UTF_8);
    byte[] larger = ("{\"id\":\"tx-1\"}" + " ".repeat(Payload.MAX_BYTES - 12)).getBytes(UTF_8);

    assertThat(understood(BOTH, unsigned(largest)).publication().payload().size())
        .isEqualTo(262_144);
    assertUnusable(read(BOTH, unsigned(larger)), Reason.TOO_LARGE);
    assertUnusable(read(BOTH, with(signed(7), larger)), Reason.TOO_LARGE);
  }

  // ---- rules

  @Test
  void aRuleThatTakesNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TopicRule(QUEUE_TOPIC, List.of(), null))
        .withMessageContaining(QUEUE_TOPIC)
        .withMessageContaining("neither a secret");
  }

  @Test
  void aRuleKeepsItsOwnSecrets() {
    List<Secret> secrets = new ArrayList<>(List.of(SECRET));
    TopicRule rule = new TopicRule(QUEUE_TOPIC, secrets, null);
    secrets.clear();

    assertThat(rule.secrets()).containsExactly(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "人"})
  void aRuleIsForWhatRocketMqAllowsAsAName(String queueTopic) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TopicRule(queueTopic, List.of(SECRET), null))
        .withMessageContaining("'" + queueTopic + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "recharge.completed, id, starts with /",
    "recharge.completed, '', starts with /",
    "'re charge', /id, A topic is"
  })
  void aRuleForForeignOnesNamesATopicAndPointsToTheSubject(
      String topic, String subject, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Foreign(topic, subject))
        .withMessageContaining(message);
  }

  private static Reading read(TopicRule rule, QueueMessage message) {
    return new MessageReader(List.of(rule), fixed(SENT)).read(message);
  }

  private static Understood understood(TopicRule rule, QueueMessage message) {
    Reading reading = read(rule, message);
    assertThat(reading).isInstanceOf(Understood.class);
    return (Understood) reading;
  }

  /** And the detail is for an operator's eyes: a sentence, and nothing of the payload. */
  private static void assertUnusable(Reading reading, Reason reason) {
    assertThat(reading)
        .asInstanceOf(type(Unusable.class))
        .satisfies(unusable -> assertThat(unusable.reason()).isEqualTo(reason))
        .satisfies(
            unusable -> assertThat(unusable.detail()).isNotBlank().doesNotContain("tx-", "null"));
  }

  private static QueueMessage signed(long seq) {
    return signed(seq, SECRET);
  }

  /** As the channel sends it. */
  private static QueueMessage signed(long seq, Secret... secrets) {
    Envelope envelope = new Envelope("ntf_1", SENT, TOPIC, "tx-1", 3, 2, seq, 4);
    Message message =
        Messages.of(QUEUE_TOPIC, envelope, CONTENT_TYPE, BODY, TRACEPARENT, List.of(secrets));
    return new QueueMessage(QUEUE_TOPIC, "1", message.getProperties(), BODY, SENT, 0);
  }

  private static QueueMessage unsigned(byte[] body) {
    return new QueueMessage(QUEUE_TOPIC, "1", Map.of("KEYS", "tx-1"), body, SENT, 0);
  }

  private static QueueMessage foreign(String subject) {
    return unsigned(("{\"id\":\"" + subject + "\"}").getBytes(UTF_8));
  }

  private static QueueMessage with(QueueMessage message, byte[] body) {
    return new QueueMessage(QUEUE_TOPIC, "1", message.properties(), body, SENT, 0);
  }

  /** The value null removes the property. */
  private static QueueMessage with(QueueMessage message, String name, String value) {
    Map<String, String> properties = new HashMap<>(message.properties());
    if (value == null) {
      properties.remove(name);
    } else {
      properties.put(name, value);
    }
    return new QueueMessage(QUEUE_TOPIC, "1", properties, message.body(), SENT, 0);
  }

  private static Clock fixed(Instant now) {
    return Clock.fixed(now, ZoneOffset.UTC);
  }
}
