package dev.tireless.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.tireless.Publication;
import dev.tireless.Receiver;
import dev.tireless.deliver.EngineSettings;
import dev.tireless.deliver.Receivers;
import dev.tireless.http.HttpChannelSettings;
import dev.tireless.receive.CatchUp;
import dev.tireless.receive.CatchUpSettings;
import dev.tireless.reconcile.Caller;
import dev.tireless.reconcile.Credentials;
import dev.tireless.rocketmq.Broker;
import dev.tireless.rocketmq.Ingest;
import dev.tireless.rocketmq.NotificationListener;
import dev.tireless.rocketmq.TransactionalPublisher;
import dev.tireless.schedule.RetrySchedule;
import dev.tireless.spring.deliver.EngineLifecycle;
import dev.tireless.wire.AckRule;
import dev.tireless.wire.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowingConsumer;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/**
 * A key, a value other than the default, and what that value does.
 *
 * @param key as in the documentation, {@code <id>} standing for a receiver id and {@code
 *     <queue-topic>} for a topic of RocketMQ; here each key of a receiver or a queue topic has one
 *     of its own, named like the last part of the key
 */
record ConfigurationKey(String key, String value, ThrowingConsumer<ApplicationContext> effect) {

  static final Secret SECRET = Secret.generate(new SecureRandom());

  /** Whom the receiver side asks. */
  static final RecordingNotifier NOTIFIER = new RecordingNotifier();

  private static final String CREDENTIAL = Credentials.generate(new SecureRandom());
  private static final Secret OTHER = Secret.generate(new SecureRandom());

  static final List<ConfigurationKey> ALL =
      List.of(
          key("tireless.migrate", "false", context -> assertThat(hasTables(context)).isFalse()),
          setting("tireless.node", "n1", EngineSettings.class, EngineSettings::node, "n1"),
          receiver("url", "http://a.example/b", Receiver::url, URI.create("http://a.example/b")),
          receiver("secret", OTHER.text(), Receiver::secret, OTHER),
          receiver("topics", "t1,t2", Receiver::topics, List.of("t1", "t2")),
          key(
              "tireless.receivers.<id>.tenant",
              "acme",
              context ->
                  assertThat(context.getBean(Receivers.class).find("acme", "tenant")).isPresent()),
          receiver("channel", "test", Receiver::channel, "test"),
          receiver("schedule", "1s 2s/9s", Receiver::schedule, RetrySchedule.parse("1s 2s/9s")),
          receiver("ack-rule", "BODY:success", Receiver::ackRule, AckRule.body("success")),
          receiver("refusable", "true", Receiver::refusable, true),
          receiver("max-in-flight", "3", Receiver::maxInFlight, 3),
          receiver("exchange-timeout", "7s", Receiver::exchangeTimeout, Duration.ofSeconds(7)),
          key(
              "tireless.receivers.<id>.credentials",
              CREDENTIAL,
              context ->
                  assertThat(context.getBean(Credentials.class).caller(CREDENTIAL).orElseThrow())
                      .extracting(Caller::receiver)
                      .isEqualTo("credentials")),
          key(
              "tireless.reconcile.enabled",
              "false",
              context ->
                  assertThat(context.containsBean("tirelessReconciliationRoutes")).isFalse()),
          key("tireless.reconcile.rate", "2", ConfigurationKey::answersTwiceTheRateAtOnce),
          key(
              "tireless.receive.enabled",
              "false",
              context -> assertThat(context.getBeanNamesForType(CatchUp.class)).isEmpty()),
          key("tireless.receive.notifier-url", NOTIFIER.url(), ConfigurationKey::asksTheNotifier),
          key(
              "tireless.receive.credential",
              RecordingNotifier.CREDENTIAL,
              ConfigurationKey::asksTheNotifier),
          catchUp("grace-time", "91s", CatchUpSettings::graceTime, Duration.ofSeconds(91)),
          catchUp("idle-time", "6m", CatchUpSettings::idleTime, Duration.ofMinutes(6)),
          catchUp("retry-gap", "7m", CatchUpSettings::retryGap, Duration.ofMinutes(7)),
          catchUp("compare-at", "2h", CatchUpSettings::compareAt, Duration.ofHours(2)),
          catchUp("lease", "61s", CatchUpSettings::lease, Duration.ofSeconds(61)),
          key(
              "tireless.engine.enabled",
              "false",
              context -> assertThat(context.getBeanNamesForType(EngineLifecycle.class)).isEmpty()),
          engine("lease", "31s", EngineSettings::lease, Duration.ofSeconds(31)),
          engine("poll-interval", "1s", EngineSettings::pollInterval, Duration.ofSeconds(1)),
          engine("grace-time", "2s", EngineSettings::graceTime, Duration.ofSeconds(2)),
          engine("max-held", "7", EngineSettings::maxHeld, 7),
          engine("max-clock-offset", "9s", EngineSettings::maxClockOffset, Duration.ofSeconds(9)),
          key(
              "tireless.engine.pool-size",
              "3",
              context ->
                  assertThat(context.getBean("tirelessEnginePool"))
                      .hasToString("at most 3 connections")),
          http("connect-timeout", "1s", HttpChannelSettings::connectTimeout, Duration.ofSeconds(1)),
          http("idle-keep-alive", "9s", HttpChannelSettings::idleKeepAlive, Duration.ofSeconds(9)),
          http(
              "open-networks",
              "10.1.0.0/16",
              settings -> settings.openNetworks().contains(address("10.1.2.3")),
              true),
          key(
              "tireless.inbox.path",
              "/hooks",
              context ->
                  assertThat(answer(context, "/hooks", request(SECRET)).getStatus())
                      .isEqualTo(200)),
          key(
              "tireless.inbox.secrets",
              OTHER.text() + "," + SECRET.text(),
              context ->
                  assertThat(
                          List.of(
                              answer(context, request(OTHER)).getStatus(),
                              answer(context, request(SECRET)).getStatus()))
                      .containsOnly(200)),
          key(
              "tireless.inbox.notifier",
              "recharge-system",
              context -> {
                answer(context, request(SECRET));
                assertThat(context.getBean(RecordingHandler.class).last().notifier())
                    .isEqualTo("recharge-system");
              }),
          key(
              "tireless.inbox.tolerance",
              "2h",
              context -> assertThat(answer(context, anHourOld()).getStatus()).isEqualTo(200)),
          rocketmq("name-server", "127.0.0.1:1", Broker.class, "nameServers=127.0.0.1:1,"),
          rocketmq("access-key", "me", Broker.class, "credentials=me,"),
          setting(
              "tireless.rocketmq.secret-key",
              "hunter2",
              Broker.class,
              broker -> broker.credentials(),
              new Broker.Credentials("me", "hunter2")),
          rocketmq("tls", "true", Broker.class, "tls=true"),
          setting(
              "tireless.rocketmq.producer-group",
              "g1",
              RocketMqProperties.class,
              RocketMqProperties::producerGroup,
              "g1"),
          rocketmq("transactions.receiver", "queue", TransactionalPublisher.class, "to queue,"),
          rocketmq("transactions.group", "g2", TransactionalPublisher.class, "group g2 "),
          rocketmq("transactions.hold", "7s", TransactionalPublisher.class, "held for PT7S"),
          listener("group", "g3", "group=g3,"),
          listener("schedule", "3s/9s", "schedule=3s/9s,"),
          listener("delay-levels", "4s 8s", "delays=[PT4S, PT8S]"),
          listener("topics.<queue-topic>.secrets", twoSecrets(), rule("secrets", 2, "null")),
          listener(
              "topics.<queue-topic>.foreign.topic",
              "t1",
              rule("topic", 0, "Foreign[topic=t1, subject=/id]")),
          listener(
              "topics.<queue-topic>.foreign.subject",
              "/a/b",
              rule("subject", 0, "Foreign[topic=t, subject=/a/b]")),
          ingest("group", "g4", "group=g4,"),
          ingest("delay-levels", "5s 9s", "delays=[PT5S, PT9S]"),
          ingest("topics.<queue-topic>.secrets", twoSecrets(), rule("secrets", 2, "null")),
          ingest(
              "topics.<queue-topic>.foreign.topic",
              "t1",
              rule("topic", 0, "Foreign[topic=t1, subject=/id]")),
          ingest(
              "topics.<queue-topic>.foreign.subject",
              "/a/b",
              rule("subject", 0, "Foreign[topic=t, subject=/a/b]")));

  private static ConfigurationKey catchUp(
      String name, String value, Function<CatchUpSettings, Object> setting, Object expected) {
    return setting("tireless.receive." + name, value, CatchUpSettings.class, setting, expected);
  }

  private static void asksTheNotifier(ApplicationContext context) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(NOTIFIER.asked())
                    .contains("/v1/receivers/me/watermark Bearer " + RecordingNotifier.CREDENTIAL));
  }

  private static void answersTwiceTheRateAtOnce(ApplicationContext context) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      statuses.add(
          answer(
                  context,
                  get("/v1/receivers/credentials/watermark")
                      .header("authorization", "Bearer " + CREDENTIAL))
              .getStatus());
    }
    assertThat(statuses).containsExactly(200, 200, 200, 200, 429);
  }

  /** Whether it takes away what the other keys are seen by. */
  boolean isSwitch() {
    return value.equals("false");
  }

  /** As it stands in a file. */
  String line() {
    return key.replaceFirst("<.*>", lastPart()) + "=" + value;
  }

  private String lastPart() {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  @Override
  public String toString() {
    return key;
  }

  private static ConfigurationKey key(
      String key, String value, ThrowingConsumer<ApplicationContext> effect) {
    return new ConfigurationKey(key, value, effect);
  }

  private static <T> ConfigurationKey setting(
      String key, String value, Class<T> bean, Function<T, Object> read, Object expected) {
    return key(
        key, value, context -> assertThat(read.apply(context.getBean(bean))).isEqualTo(expected));
  }

  private static ConfigurationKey engine(
      String key, String value, Function<EngineSettings, Object> read, Object expected) {
    return setting("tireless.engine." + key, value, EngineSettings.class, read, expected);
  }

  private static ConfigurationKey http(
      String key, String value, Function<HttpChannelSettings, Object> read, Object expected) {
    return setting("tireless.http." + key, value, HttpChannelSettings.class, read, expected);
  }

  private static ConfigurationKey receiver(
      String key, String value, Function<Receiver, Object> read, Object expected) {
    return setting(
        "tireless.receivers.<id>." + key,
        value,
        Receivers.class,
        receivers -> read.apply(receivers.find(Publication.DEFAULT_TENANT, key).orElseThrow()),
        expected);
  }

  private static ConfigurationKey listener(String key, String value, String shown) {
    return rocketmq("listener." + key, value, NotificationListener.class, shown);
  }

  private static ConfigurationKey ingest(String key, String value, String shown) {
    return rocketmq("ingest." + key, value, Ingest.class, shown);
  }

  private static ConfigurationKey rocketmq(String key, String value, Class<?> bean, String shown) {
    return key(
        "tireless.rocketmq." + key,
        value,
        context -> assertThat(context.getBean(bean).toString()).contains(shown));
  }

  private static String twoSecrets() {
    return OTHER.text() + "," + SECRET.text();
  }

  private static String rule(String queueTopic, int secrets, String foreign) {
    return "TopicRule[queueTopic=%s, secrets=%s, foreign=%s]"
        .formatted(queueTopic, Collections.nCopies(secrets, "whsec_***"), foreign);
  }

  private static boolean hasTables(ApplicationContext context) {
    String count =
        "SELECT COUNT(*) FROM information_schema.tables WHERE LOWER(table_name) = 'tireless_due'";
    return new JdbcTemplate(context.getBean(DataSource.class)).queryForObject(count, Long.class)
        > 0;
  }

  private static SignedRequest request(Secret secret) {
    return SignedRequest.of(RecordingHandler.TOPIC, "s", "{}", secret, Instant.now());
  }

  private static SignedRequest anHourOld() {
    Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));
    return SignedRequest.of(RecordingHandler.TOPIC, "s", "{}", SECRET, anHourAgo);
  }

  private static MockHttpServletResponse answer(ApplicationContext context, SignedRequest request)
      throws Exception {
    return answer(context, context.getBean(InboxProperties.class).path(), request);
  }

  private static MockHttpServletResponse answer(
      ApplicationContext context, String path, SignedRequest request) throws Exception {
    MockHttpServletRequestBuilder post = post(path).content(request.body().bytes());
    request.headers().forEach(post::header);
    return answer(context, post);
  }

  private static MockHttpServletResponse answer(
      ApplicationContext context, MockHttpServletRequestBuilder request) throws Exception {
    return MockMvcBuilders.webAppContextSetup((WebApplicationContext) context)
        .build()
        .perform(request)
        .andReturn()
        .getResponse();
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
