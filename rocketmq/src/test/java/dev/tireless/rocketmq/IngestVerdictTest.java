package dev.tireless.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.Publication;
import dev.tireless.TirelessException;
import dev.tireless.publish.Published;
import dev.tireless.rocketmq.Quarantine.Reason;
import dev.tireless.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of messages, whatever the engine says; no broker is needed for that. */
class IngestVerdictTest {

  private static final String QUEUE_TOPIC = "topic_notifymsg";

  private final TestTables tables = new TestTables();
  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Quarantine quarantine = new Quarantine(tables.dataSource(), clock);
  private final Deque<CompletableFuture<Published>> answers = new ArrayDeque<>();

  @AfterEach
  void close() {
    tables.close();
  }

  @Test
  void quarantinesWhatIsRejectedAtItsFourthDeliveryWhileAnotherIsPublished() {
    Ingest ingest = ingest("1s");
    engineSays(List.of(published(), rejected()));

    assertThat(ingest.consume(List.of(message(0), message(3))).acked()).isTrue();
    assertThat(quarantine.list(0, 10))
        .extracting(one -> one.reason())
        .containsOnly(Reason.REJECTED);
  }

  @Test
  void triesFourTimes() {
    Ingest ingest = ingest("1s");
    engineSays(List.of(published(), rejected()));

    assertThat(ingest.consume(List.of(message(0), message(2))).acked()).isFalse();
    assertThat(quarantine.count()).isZero();
  }

  @Test
  void aRejectionWhileNothingIsPublishedIsNotTheMessagesFault() {
    Ingest ingest = ingest("1s");
    engineSays(List.of(rejected(), repeated(), rejected()));

    assertThat(ingest.consume(List.of(message(5))).acked()).isFalse();
    assertThat(ingest.consume(List.of(message(0), message(5))).acked()).isFalse();
    assertThat(quarantine.count()).isZero();
  }

  @Test
  void whatWasPublishedLongAgoProvesNothing() {
    Ingest ingest = ingest("1s");
    engineSays(List.of(published(), rejected()));
    assertThat(ingest.consume(List.of(message(0))).acked()).isTrue();
    clock.advance(Duration.ofSeconds(61));

    assertThat(ingest.consume(List.of(message(5))).acked()).isFalse();
    assertThat(quarantine.count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "23505", "25006", "40001", "53100", "55P03", "57P01", "42P01"})
  void noOtherFaultOfTheDatabaseIsEverTheMessages(String state) {
    Ingest ingest = ingest("1s");
    engineSays(List.of(published(), failed(state), published()));
    assertThat(ingest.consume(List.of(message(0), message(5))).acked()).isFalse();

    assertThat(ingest.consume(List.of(message(6))).acked()).isTrue();
    assertThat(quarantine.count()).isZero();
  }

  @Test
  void whatBreaksARuleOfPublishingIsQuarantinedAtOnce() {
    Ingest ingest = ingest("1s");
    engineSays(
        List.of(CompletableFuture.failedFuture(new IllegalArgumentException("no such receiver"))));

    assertThat(ingest.consume(List.of(message(0))).acked()).isTrue();
    assertThat(quarantine.list(0, 10)).extracting(one -> one.reason()).containsOnly(Reason.INVALID);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1s 5s 10s 30s 1m 2m 3m | 1 2 3 4 5 5 5
          1s 5s 1m 5m 10m        | 1 2 3 3 3 3 3
          1s 2s                  | 1 2 2 2 2 2 2
          """)
  void comesAgainAfterWhatTheBrokerHas(String levels, String expected) {
    Ingest ingest = ingest(levels);
    for (int i = 0; i < 7; i++) {
      engineSays(List.of(failed("08006")));
      assertThat(ingest.consume(List.of(message(i))).level())
          .isEqualTo(Integer.parseInt(expected.split(" ", -1)[i]));
    }
  }

  private Ingest ingest(String levels) {
    TopicRule rule = new TopicRule(QUEUE_TOPIC, List.of(), new TopicRule.Foreign("t", "/id"));
    return new Ingest(
        Broker.at("127.0.0.1:1"),
        new Ingest.Settings("group", List.of(rule), DelayLevels.parse(levels)),
        this::submit,
        quarantine,
        clock);
  }

  private CompletableFuture<Published> submit(Publication publication) {
    return answers.remove();
  }

  private void engineSays(List<CompletableFuture<Published>> next) {
    answers.addAll(next);
  }

  private static CompletableFuture<Published> published() {
    return CompletableFuture.completedFuture(new Published("ntf_1", true));
  }

  private static CompletableFuture<Published> repeated() {
    return CompletableFuture.completedFuture(new Published("ntf_1", false));
  }

  private static CompletableFuture<Published> rejected() {
    return failed("23502");
  }

  private static CompletableFuture<Published> failed(String state) {
    SQLException cause = new SQLException("fault", state);
    return CompletableFuture.failedFuture(new TirelessException("Could not submit", cause));
  }

  private QueueMessage message(int redeliveries) {
    byte[] body = "{\"id\":\"tx-1\"}".getBytes(StandardCharsets.UTF_8);
    return new QueueMessage(QUEUE_TOPIC, "m-1", Map.of(), body, clock.instant(), redeliveries);
  }
}
