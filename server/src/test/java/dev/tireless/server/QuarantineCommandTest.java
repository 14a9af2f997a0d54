package dev.tireless.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The command works without broker and engine: on the database alone. */
class QuarantineCommandTest {

  private final TestDatabase database = TestDatabases.h2();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private ConfigurableApplicationContext context;

  @BeforeEach
  void start() {
    context =
        ServerApplication.withoutEngine(
            "--spring.datasource.url=" + database.url(),
            "--spring.datasource.username=" + database.user(),
            "--spring.datasource.password=" + database.password(),
            "--tireless.rocketmq.name-server=127.0.0.1:1",
            "--tireless.rocketmq.ingest.group=notifier",
            "--tireless.rocketmq.ingest.topics.topic_notifymsg.foreign.topic=recharge.completed",
            "--tireless.rocketmq.ingest.topics.topic_notifymsg.foreign.subject=/id");
  }

  @AfterEach
  void close() {
    context.close();
    database.close();
  }

  @Test
  void listsAndShowsWhatIsThere() {
    long number = quarantined("m-1", "topic_notifymsg", "no JSON");

    assertThat(run("list")).isZero();
    assertThat(printed()).contains("NO_SUBJECT").contains("m-1").contains("1 in quarantine");
    assertThat(run("show", String.valueOf(number))).isZero();
    assertThat(printed()).contains("KEYS: tx-1").endsWith("no JSON\n");
  }

  @Test
  void replaysByTheConfigurationOfToday() {
    long usable = quarantined("m-1", "topic_notifymsg", "{\"id\":\"tx-1\"}");
    long unusable = quarantined("m-2", "topic_notifymsg", "no JSON");

    assertThat(run("replay", String.valueOf(usable))).isZero();
    assertThat(printed()).contains("published as ntf_");
    assertThat(count("tireless_outbox")).isEqualTo(1);
    assertThat(run("replay", "all")).isEqualTo(QuarantineCommand.FAILED);
    assertThat(complained()).contains("Message " + unusable + " still cannot be used");
    assertThat(count("tireless_quarantine")).isEqualTo(1);
  }

  @Test
  void discardsForEver() {
    long number = quarantined("m-1", "topic_notifymsg", "no JSON");

    assertThat(run("discard", String.valueOf(number))).isZero();
    assertThat(count("tireless_quarantine")).isZero();
    assertThat(run("discard", String.valueOf(number))).isEqualTo(QuarantineCommand.FAILED);
    assertThat(complained()).contains("There is no message " + number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "replay", "show x", "show -1", "burn 1", "list 1"})
  void explainsItself(String line) {
    assertThat(run(line.split(" ", -1))).isEqualTo(QuarantineCommand.MISUSED);
    assertThat(complained()).contains("quarantine replay all");
  }

  @Test
  void saysThatItNeedsTheServersConfiguration() {
    try (ConfigurableApplicationContext bare =
        ServerApplication.withoutEngine(
            "--spring.datasource.url=" + database.url(),
            "--spring.datasource.username=" + database.user(),
            "--spring.datasource.password=" + database.password())) {
      PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);

      assertThat(new QuarantineCommand(bare, System.out, errors).run("list"))
          .isEqualTo(QuarantineCommand.FAILED);
      assertThat(complained()).contains("--spring.config.additional-location");
    }
  }

  private int run(String... words) {
    PrintStream output = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new QuarantineCommand(context, output, errors).run(words);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String complained() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private long count(String table) {
    return jdbc().sql("SELECT COUNT(*) FROM " + table).query(Long.class).single();
  }

  private long quarantined(String messageId, String queueTopic, String body) {
    LocalDateTime time = LocalDateTime.parse("2026-11-23T08:00:00");
    jdbc()
        .sql(
            """
            INSERT INTO tireless_quarantine (consumer_group, queue_topic, message_id, body_hash, properties,
              body, born_at, reason, detail, quarantined_at)
            VALUES ('notifier', ?, ?, 'hash', '{"KEYS":"tx-1"}', ?, ?, 'NO_SUBJECT', 'no JSON', ?)""")
        .params(queueTopic, messageId, body.getBytes(StandardCharsets.UTF_8), time, time)
        .update();
    return jdbc()
        .sql("SELECT number FROM tireless_quarantine WHERE message_id = ?")
        .param(messageId)
        .query(Long.class)
        .single();
  }

  private JdbcClient jdbc() {
    return context.getBean(JdbcClient.class);
  }
}
