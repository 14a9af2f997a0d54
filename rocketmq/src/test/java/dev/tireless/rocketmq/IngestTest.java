package dev.tireless.rocketmq;

import static dev.tireless.rocketmq.TestBroker.DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tireless.ConflictException;
import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.TirelessException;
import dev.tireless.deliver.Engine;
import dev.tireless.deliver.EngineSettings;
import dev.tireless.publish.Published;
import dev.tireless.publish.Publisher;
import dev.tireless.rocketmq.Quarantine.Quarantined;
import dev.tireless.rocketmq.Quarantine.Reason;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.rocketmq.common.message.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("broker")
class IngestTest {

  private static final String TOPIC = "recharge.completed";

  private static final TestBroker broker = TestBroker.running();
  private static final Clock CLOCK = Clock.systemUTC();

  private final String queueTopic = broker.newTopic();
  private final String group = broker.newGroup();
  private final TestTables tables = new TestTables();
  private final Quarantine quarantine = new Quarantine(tables.dataSource(), CLOCK);
  private final Engine engine = newEngine("server");
  private final Engine other = newEngine("other");
  private final List<Ingest> ingests = new ArrayList<>();

  @BeforeEach
  void start() {
    engine.start();
    other.start();
  }

  @AfterEach
  void close() {
    ingests.forEach(Ingest::close);
    engine.close();
    other.close();
    tables.close();
  }

  @Test
  void publishesWhatComesOnceHoweverOftenItComes() throws Exception {
    ingest(engine::submit);
    send("{\"id\":\"tx-1\"}");
    send("{\"id\":\"tx-1\"}");
    send("{\"id\":\"tx-2\"}");
    send("{\"id\":\"tx-3\"}");

    await().atMost(DEADLINE).until(() -> tables.count("tireless_notification") == 3);
    assertThat(quarantine.count()).isZero();
  }

  @Test
  void acksOnlyAfterTheCommit() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    ingest(
        publication ->
            tries.incrementAndGet() < 3
                ? CompletableFuture.failedFuture(new TirelessException("no database"))
                : engine.submit(publication));
    send("{\"id\":\"tx-1\"}");

    await().atMost(DEADLINE).until(() -> tables.count("tireless_notification") == 1);
    assertThat(tries).hasValue(3);
    assertThat(quarantine.count()).isZero();
  }

  @Test
  void quarantinesWhatItCannotUseAndGoesOn() throws Exception {
    ingest(engine::submit);
    send("no JSON");
    send("{\"no\":\"id\"}");
    send("{\"id\":\"a b\"}");
    send("{\"id\":{\"nested\":1}}");
    send("{\"id\":\"tx-1\",\"id\":\"tx-2\"}");
    send("x".repeat(Payload.MAX_BYTES + 1));
    send("{\"id\":\"tx-1\"}");

    await().atMost(DEADLINE).until(() -> quarantine.count() == 6);
    await().atMost(DEADLINE).until(() -> tables.count("tireless_notification") == 1);
    List<Quarantined> all = quarantine.list(0, 10);
    assertThat(all)
        .extracting(Quarantined::reason)
        .containsOnly(Reason.NO_SUBJECT, Reason.TOO_LARGE);
    assertThat(all)
        .extracting(one -> Payload.of(Arrays.copyOf(body(one), 7)).utf8())
        .contains("no JSON", "xxxxxxx");
    assertThat(all).extracting(Quarantined::queueTopic).containsOnly(queueTopic);
    assertThat(all).extracting(Quarantined::group).containsOnly(group);
  }

  @Test
  void quarantinesAnotherPayloadUnderAKnownKey() throws Exception {
    ingest(engine::submit);
    send("{\"id\":\"tx-1\",\"payAmount\":1}");
    await().atMost(DEADLINE).until(() -> tables.count("tireless_notification") == 1);
    send("{\"id\":\"tx-1\",\"payAmount\":1000000}");

    await().atMost(DEADLINE).until(() -> quarantine.count() == 1);
    Quarantined kept = quarantine.list(0, 1).get(0);
    assertThat(kept.reason()).isEqualTo(Reason.CONFLICT);
    assertThatThrownBy(() -> replay(kept.number(), rule())).isInstanceOf(ConflictException.class);
    assertThat(quarantine.count()).isEqualTo(1);
  }

  @Test
  void quarantinesWhatTheDatabaseRejectsAtFourDeliveriesAndNothingElse() throws Exception {
    tables.execute(
        "ALTER TABLE tireless_notification ADD CONSTRAINT unwanted CHECK (subject <> 'tx-13')");
    AtomicInteger rejected = new AtomicInteger();
    ingest(
        publication -> {
          rejected.addAndGet(publication.subject().equals("tx-13") ? 1 : 0);
          return engine.submit(publication);
        });
    for (int i = 1; i <= 20; i++) {
      send("{\"id\":\"tx-" + i + "\"}");
    }

    await().atMost(DEADLINE).until(() -> quarantine.count() == 1);
    Quarantined kept = quarantine.list(0, 1).get(0);
    assertThat(rejected).hasValue(4);
    assertThat(kept.reason()).isEqualTo(Reason.REJECTED);
    assertThat(kept.detail()).containsIgnoringCase("unwanted");
    assertThat(Payload.of(body(kept)).utf8()).isEqualTo("{\"id\":\"tx-13\"}");
    assertThat(tables.count("tireless_notification")).isEqualTo(19);
  }

  @Test
  void replaysByTodaysRules() throws Exception {
    ingest(engine::submit);
    send("{\"txNo\":\"tx-1\"}");
    await().atMost(DEADLINE).until(() -> quarantine.count() == 1);
    long number = quarantine.list(0, 1).get(0).number();

    assertThatThrownBy(() -> replay(number, rule()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/id");
    assertThat(quarantine.count()).isEqualTo(1);

    TopicRule mended = new TopicRule(queueTopic, List.of(), new TopicRule.Foreign(TOPIC, "/txNo"));
    Published published = replay(number, mended);

    assertThat(published.first()).isTrue();
    assertThat(quarantine.count()).isZero();
    assertThat(tables.count("tireless_notification")).isEqualTo(1);
  }

  @Test
  void serversOfOneGroupShareTheWork() throws Exception {
    AtomicInteger first = new AtomicInteger();
    AtomicInteger second = new AtomicInteger();
    ingest(counted(engine, first));
    ingest(counted(other, second));
    await()
        .atMost(DEADLINE)
        .until(
            () -> {
              send("{\"id\":\"warm-" + CLOCK.instant().toEpochMilli() + "\"}");
              return first.get() > 0 && second.get() > 0;
            });
    first.set(0);
    second.set(0);
    long before = tables.count("tireless_notification");
    for (int i = 0; i < 40; i++) {
      send("{\"id\":\"tx-" + i + "\"}");
    }

    await().atMost(DEADLINE).until(() -> tables.count("tireless_notification") >= before + 40);
    assertThat(first.get()).isPositive();
    assertThat(second.get()).isPositive();
  }

  private Function<Publication, CompletionStage<Published>> counted(
      Engine engine, AtomicInteger count) {
    return publication -> {
      count.incrementAndGet();
      return engine.submit(publication);
    };
  }

  private Engine newEngine(String node) {
    return new Engine(
        tables.dataSource(),
        Map.of(),
        EngineSettings.of(node),
        List.of(),
        CLOCK,
        new SecureRandom());
  }

  private void ingest(Function<Publication, CompletionStage<Published>> submit) {
    Ingest ingest =
        new Ingest(
            broker.address(),
            new Ingest.Settings(group, List.of(rule()), DelayLevels.DEFAULT),
            submit,
            quarantine,
            CLOCK);
    ingests.add(ingest);
    ingest.start();
  }

  private byte[] body(Quarantined one) {
    return quarantine.find(one.number()).orElseThrow().body();
  }

  private TopicRule rule() {
    return new TopicRule(queueTopic, List.of(), new TopicRule.Foreign(TOPIC, "/id"));
  }

  private Published replay(long number, TopicRule rule) {
    Publisher publisher = new Publisher(tables.dataSource(), CLOCK, new SecureRandom());
    return new IngestReplay(quarantine, group, List.of(rule), publisher, CLOCK)
        .replay(number)
        .orElseThrow();
  }

  private void send(String body) throws Exception {
    broker.plainProducer().send(new Message(queueTopic, body.getBytes(StandardCharsets.UTF_8)));
  }
}
