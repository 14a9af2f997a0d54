package dev.tireless.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.receive.NotifierClient;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.testing.RecordingChannel;
import dev.tireless.wire.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * A value that cannot work stops the start, and the report names the property: the key, or its
 * prefix with the name of the field in the reason.
 */
class InvalidConfigurationTest {

  private static final Secret SECRET = Secret.generate(new SecureRandom());

  /** Of those that do not start. */
  @AutoClose private static final TestDatabase DATABASE = TestDatabases.h2();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tireless.node                          | ' '             | tireless.node                  | 1 to 64 characters
          tireless.receivers.r1.url              | ftp://a.example | tireless.receivers.r1.url      | http
          tireless.receivers.r1.url              | 'no url'        | tireless.receivers.r1.url      | Illegal character
          tireless.receivers.r1.secret           | whsec_c2hvcnQ=  | tireless.receivers.r1.secret   | 24 to 64 bytes
          tireless.receivers.r1.channel          | pigeon          | tireless.receivers.r1.channel  | there is no channel 'pigeon'
          tireless.receivers.r1.schedule         | now and then    | tireless.receivers.r1.schedule | is no schedule
          tireless.receivers.r1.ack-rule         | maybe           | tireless.receivers.r1.ack-rule | An ack rule is
          tireless.receivers.r1.max-in-flight    | 0               | tireless.receivers.r1          | maxInFlight
          tireless.receivers.r1.exchange-timeout | 31s             | tireless.receivers.r1          | exchangeTimeout
          tireless.receivers.r1.tenant           | a/b             | tireless.receivers.r1          | tenant
          tireless.receivers.r1.topics           | a b             | tireless.receivers.r1          | topic
          tireless.receivers.r1.credentials      | hunter2         | tireless.receivers.r1.credentials | 43 characters
          tireless.reconcile.rate                | 0               | tireless.reconcile.rate        | 1 to 1000000
          tireless.receive.notifier-url          | http://a.example/ | tireless.receive.credential  | missing
          tireless.receive.notifier-url          | ' '             | tireless.receive.notifier-url  | missing
          tireless.receive.credential            | hunter2         | tireless.receive.notifier-url  | missing
          tireless.receive.credential            | ' '             | tireless.receive.notifier-url  | missing
          tireless.engine.lease                  | 30s             | tireless.engine                | A lease must outlast
          tireless.engine.poll-interval          | 0s              | tireless.engine                | pollInterval
          tireless.engine.max-held               | 0               | tireless.engine                | maxHeld
          tireless.engine.max-clock-offset       | 0s              | tireless.engine                | maxClockOffset
          tireless.engine.pool-size              | 1               | tireless.engine.pool-size      | at least 2
          tireless.http.connect-timeout          | 0s              | tireless.http                  | connectTimeout
          tireless.http.open-networks            | 10.0.0.0/99     | tireless.http.open-networks    | 10.0.0.0/99
          tireless.inbox.path                    | hooks           | tireless.inbox.path            | starts with /
          tireless.inbox.secrets                 | hunter2hunter2  | tireless.inbox.secrets         | starts with whsec_
          tireless.inbox.notifier                | a b             | tireless.inbox.notifier        | notifier
          tireless.inbox.tolerance               | -1s             | tireless.inbox.tolerance       | negative
          """)
  void namesThePropertyAndTheReason(String key, String value, String named, String reason) {
    FailureAnalysis report = failure(application(DATABASE), key + "=" + value);

    assertThat(report.getDescription()).contains("property " + named + ":").contains(reason);
    assertThat(report.getAction()).contains(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          notifier-url | ftp://a.example/          | notifier-url | http or https
          notifier-url | http:/receivers/me        | notifier-url | http or https
          notifier-url | 'no url'                  | notifier-url | Illegal character
          notifier-url | http://me:pw@a.example/me | notifier-url | no user, query or fragment
          notifier-url | http://a.example/me?a=b   | notifier-url | no user, query or fragment
          notifier-url | http://a.example/me#a     | notifier-url | no user, query or fragment
          credential   | ' '                       | credential   | 43 characters
          credential   | hunter2                   | credential   | 43 characters
          grace-time   | 0s                        | ''           | graceTime
          """)
  void namesWhatKeepsItFromCatchingUp(String key, String value, String named, String reason) {
    FailureAnalysis report = failure(catchingUp(DATABASE), "tireless.receive." + key + "=" + value);

    assertThat(report.getDescription())
        .contains("property tireless.receive" + (named.isEmpty() ? "" : "." + named) + ":")
        .contains(reason)
        .doesNotContain("pw");
  }

  @Test
  void catchesUpOnlyWhereWhatItFetchesIsHandled() {
    try (TestDatabase database = TestDatabases.h2()) {
      ContextRunners.web(database)
          .withPropertyValues(notifier())
          .run(
              context ->
                  assertThat(report(context.getStartupFailure()).getDescription())
                      .contains("property tireless.receive.notifier-url:")
                      .contains("@OnNotification"));
    }
  }

  @Test
  void catchesUpOnlyWhereThereIsAnInbox() {
    new WebApplicationContextRunner()
        .withUserConfiguration(ContextRunners.WithoutDatabase.class)
        .withPropertyValues(notifier())
        .run(
            context ->
                assertThat(report(context.getStartupFailure()).getDescription())
                    .contains("property tireless.receive.notifier-url:")
                    .contains("one DataSource"));
  }

  @Test
  void wantsNoHandlerWhereItIsOnlyAskedForResults() {
    try (TestDatabase database = TestDatabases.h2()) {
      ContextRunners.web(database)
          .withPropertyValues(notifier())
          .withPropertyValues("tireless.receive.enabled=false")
          .run(context -> assertThat(context).hasNotFailed());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name-server                       | nowhere        | name-server                       | host:port
          access-key                        | me             | secret-key                        | missing
          secret-key                        | hunter2        | access-key                        | missing
          listener.group                    | no group       | listener.group                    | illegal characters
          listener.schedule                 | now and then   | listener.schedule                 | is no schedule
          listener.delay-levels             | 1s soon        | listener.delay-levels             | 'soon'
          listener.delay-levels             | 5s 1s          | listener.delay-levels             | must ascend
          listener.topics.q.secrets         | hunter2hunter2 | listener.topics.q.secrets         | starts with whsec_
          listener.topics.q.foreign.topic   | a b            | listener.topics.q.foreign         | topic
          listener.topics.q.foreign.subject | id             | listener.topics.q.foreign         | JSON pointer to the subject
          listener.topics.r.foreign.topic   | t              | listener.topics.r.foreign.subject | missing
          listener.topics.r.foreign.subject | /id            | listener.topics.r.foreign.topic   | missing
          listener.topics.r.secrets         | ''             | listener.topics.r                 | neither a secret
          """)
  void namesThePropertyOfRocketMqAndTheReason(
      String key, String value, String named, String reason) {
    FailureAnalysis report = failure(listening(DATABASE), "tireless.rocketmq." + key + "=" + value);

    assertThat(report.getDescription())
        .contains("property tireless.rocketmq." + named + ":")
        .contains(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"listener", "ingest"})
  void namesAGroupWithoutTopics(String consumer) {
    FailureAnalysis report =
        failure(
            withQueueChannel(DATABASE),
            "tireless.rocketmq.name-server=127.0.0.1:1",
            "tireless.rocketmq." + consumer + ".group=g");

    assertThat(report.getDescription())
        .contains("property tireless.rocketmq." + consumer + ".topics:")
        .contains("there is none");
  }

  @Test
  void namesAQueueTopicThatIsNone() {
    FailureAnalysis report =
        failure(
            listening(DATABASE), "tireless.rocketmq.listener.topics[a b].secrets=" + SECRET.text());

    assertThat(report.getDescription())
        .contains("tireless.rocketmq.listener.topics.a b:")
        .contains("A queue topic is");
  }

  @Test
  void namesAProducerGroupThatIsNone() {
    FailureAnalysis report =
        failure(
            application(DATABASE),
            "tireless.rocketmq.name-server=127.0.0.1:1",
            "tireless.rocketmq.producer-group=no group");

    assertThat(report.getDescription())
        .contains("property tireless.rocketmq.producer-group:")
        .contains("illegal characters");
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1/, HTTP_2XX, url,      rocketmq:<queue topic>",
    "rocketmq:a b,      HTTP_2XX, url,      Illegal character",
    "rocketmq:q,        BODY:ok,  ack-rule, A broker's answer is an ack"
  })
  void refusesAReceiverThatNoQueueCanServe(String url, String rule, String named, String reason) {
    FailureAnalysis report =
        failure(
            application(DATABASE),
            "tireless.rocketmq.name-server=127.0.0.1:1",
            "tireless.receivers.r1.channel=rocketmq",
            "tireless.receivers.r1.url=" + url,
            "tireless.receivers.r1.ack-rule=" + rule);

    assertThat(report.getDescription())
        .contains("property tireless.receivers.r1." + named + ":")
        .contains(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "ingest.group,          no group, ingest.group,          illegal characters",
    "ingest.topics.r.secrets, '',     ingest.topics.r,       neither a secret",
    "ingest.delay-levels,   1s soon,  ingest.delay-levels,   'soon'",
    "transactions.receiver, nobody,   transactions.receiver, no receiver nobody",
    "transactions.receiver, r1,       transactions,          rocketmq:<queue topic>",
    "transactions.group,    no group, transactions.group,    illegal characters",
    "transactions.hold,     999ms,    transactions,          The hold is 1 s to 1 h",
    "transactions.hold,     61m,      transactions,          The hold is 1 s to 1 h",
    "transactions.group,    tireless, transactions.group,    the group of the channel"
  })
  void namesWhatKeepsItFromPublishing(String key, String value, String named, String reason) {
    FailureAnalysis report =
        failure(publishing(DATABASE), "tireless.rocketmq." + key + "=" + value);

    assertThat(report.getDescription())
        .contains("property tireless.rocketmq." + named + ":")
        .contains(reason);
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void isToldByTheApplicationThatDoesNotStart(CapturedOutput output) {
    try (TestDatabase database = TestDatabases.h2()) {
      SpringApplicationBuilder application =
          new SpringApplicationBuilder(ContextRunners.Application.class)
              .web(WebApplicationType.NONE)
              .properties("spring.datasource.url=" + database.url(), "tireless.engine.lease=1s");

      assertThatThrownBy(application::run).isNotNull();
    }
    assertThat(output)
        .contains("APPLICATION FAILED TO START")
        .contains("Tireless cannot work with the property tireless.engine:");
  }

  @Test
  void namesAMissingUrlWithAllOfSpringBoot() {
    try (TestDatabase database = TestDatabases.h2()) {
      FailureAnalysis report =
          failure(
              configured(ContextRunners.web(database)),
              "tireless.receivers.r2.secret=" + SECRET.text());

      assertThat(report.getDescription()).contains("tireless.receivers.r2.url").contains("missing");
    }
  }

  @Test
  void namesAMissingSecret() {
    FailureAnalysis report =
        failure(application(DATABASE), "tireless.receivers.r2.url=http://a.example/");

    assertThat(report.getDescription())
        .contains("tireless.receivers.r2.secret")
        .contains("missing");
  }

  @Test
  void wantsASecretOnlyWhereSomethingIsReceived() {
    try (TestDatabase database = TestDatabases.h2()) {
      ContextRunners.web(database).run(context -> assertThat(context).hasNotFailed());
      ContextRunners.web(database)
          .withBean(RecordingHandler.class)
          .run(
              context ->
                  assertThat(report(context.getStartupFailure()).getDescription())
                      .contains("tireless.inbox.secrets")
                      .contains("need at least one"));
    }
  }

  /** As it comes from a file that ends with a line. */
  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void takesACredentialWithALineEnd(CapturedOutput output) {
    try (TestDatabase database = TestDatabases.h2()) {
      catchingUp(database)
          .withPropertyValues("tireless.receive.credential=" + RecordingNotifier.CREDENTIAL + "\n")
          .run(
              context -> {
                NotifierClient client = context.getBean(NotifierClient.class);
                assertThat(client.watermark(null)).isPresent();
              });
    }
    assertThat(output).doesNotContain(RecordingNotifier.CREDENTIAL);
  }

  @ParameterizedTest
  @CsvSource({
    "tireless.receivers.r1.secret",
    "tireless.receivers.r1.credentials",
    "tireless.inbox.secrets",
    "tireless.receive.credential",
    "tireless.rocketmq.secret-key",
    "tireless.rocketmq.listener.topics.q.secrets"
  })
  void neverShowsASecretThatIsWrong(String key) {
    try (TestDatabase database = TestDatabases.h2()) {
      listening(database)
          .withPropertyValues(notifier())
          .withPropertyValues(key + "=hunter2hunter2hunter2")
          .run(
              context -> {
                Throwable failure = context.getStartupFailure();
                assertThat(report(failure).getDescription()).contains("property tireless.");
                assertThat(stackTrace(failure)).doesNotContain("hunter2");
              });
    }
  }

  private static FailureAnalysis failure(
      WebApplicationContextRunner application, String... properties) {
    FailureAnalysis[] report = new FailureAnalysis[1];
    application
        .withPropertyValues(properties)
        .run(
            context -> {
              assertThat(context).hasFailed();
              report[0] = report(context.getStartupFailure());
            });
    return report[0];
  }

  private static FailureAnalysis report(Throwable failure) {
    FailureAnalysis report = new InvalidPropertyFailureAnalyzer().analyze(failure);
    assertThat(report).as("no report for %s", failure).isNotNull();
    return report;
  }

  private static WebApplicationContextRunner application(TestDatabase database) {
    return configured(ContextRunners.bareWeb(database));
  }

  private static WebApplicationContextRunner configured(WebApplicationContextRunner application) {
    return application
        .withBean(RecordingHandler.class)
        .withPropertyValues(
            "tireless.inbox.secrets=" + SECRET.text(),
            "tireless.receivers.r1.url=http://127.0.0.1:1/",
            "tireless.receivers.r1.secret=" + SECRET.text());
  }

  /** From a notifier that knows of nothing. */
  private static WebApplicationContextRunner catchingUp(TestDatabase database) {
    return application(database).withPropertyValues(notifier());
  }

  private static String[] notifier() {
    return new String[] {
      "tireless.receive.notifier-url=" + ConfigurationKey.NOTIFIER.url(),
      "tireless.receive.credential=" + RecordingNotifier.CREDENTIAL
    };
  }

  /** To a queue; nothing connects to it before it has started. */
  private static WebApplicationContextRunner listening(TestDatabase database) {
    return application(database)
        .withPropertyValues(
            "tireless.engine.enabled=false",
            "tireless.rocketmq.name-server=127.0.0.1:1",
            "tireless.rocketmq.listener.group=g",
            "tireless.rocketmq.listener.topics.q.foreign.topic=t",
            "tireless.rocketmq.listener.topics.q.foreign.subject=/id");
  }

  /** A client of its own would take 3 s to stop. */
  private static WebApplicationContextRunner withQueueChannel(TestDatabase database) {
    return application(database).withBean("rocketmqChannel", RecordingChannel.class);
  }

  /** By a queue, and what comes from a queue. */
  private static WebApplicationContextRunner publishing(TestDatabase database) {
    return withQueueChannel(database)
        .withPropertyValues(
            "tireless.rocketmq.name-server=127.0.0.1:1",
            "tireless.receivers.queue.channel=rocketmq",
            "tireless.receivers.queue.url=rocketmq:q",
            "tireless.receivers.queue.secret=" + SECRET.text(),
            "tireless.rocketmq.transactions.receiver=queue",
            "tireless.rocketmq.ingest.group=g",
            "tireless.rocketmq.ingest.topics.q.secrets=" + SECRET.text());
  }

  private static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
