package dev.tireless.rocketmq;

import static dev.tireless.rocketmq.TestBroker.DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tireless.Attempt;
import dev.tireless.ConflictException;
import dev.tireless.DeliveryState;
import dev.tireless.LocalTransaction;
import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.Receiver;
import dev.tireless.deliver.Carried;
import dev.tireless.deliver.Deliveries;
import dev.tireless.deliver.Engine;
import dev.tireless.deliver.EngineSettings;
import dev.tireless.publish.Publisher;
import dev.tireless.store.DeliveryStore.Progress;
import dev.tireless.testing.SettableClock;
import dev.tireless.wire.AckRule;
import dev.tireless.wire.Secret;
import dev.tireless.wire.WireHeaders;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.client.producer.LocalTransactionState;
import org.apache.rocketmq.common.message.MessageExt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The broker of these tests asks every second what became of a half message. */
@Tag("broker")
class TransactionalPublisherTest {

  private static final Secret SECRET = Secret.generate(new SecureRandom());
  private static final String TOPIC = "recharge.completed";
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final TestBroker broker = TestBroker.running();
  private static final Clock CLOCK = Clock.systemUTC();
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final String queueTopic = broker.newTopic();
  private final String group = TestBroker.newName("transactions");
  private final TestTables tables = new TestTables();
  private final LocalTransaction local = LocalTransaction.on(tables.dataSource());
  private final Receiver queue =
      Receivers.byRocketMq("queue", URI.create("rocketmq:" + queueTopic), SECRET, TOPIC);
  private final Deliveries deliveries = new Deliveries(tables.dataSource(), CLOCK);
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void defineReceiver() {
    new dev.tireless.deliver.Receivers(tables.dataSource(), CLOCK).upsert(queue);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    tables.close();
  }

  @Test
  void sendsWhatWasCommittedAndRecordsItAsAcked() throws Exception {
    TransactionalPublisher publisher = publisher(broker.address(), LONG, local);
    pay(publisher, "tx-1");

    try (PlainConsumer consumer = new PlainConsumer(broker, queueTopic)) {
      MessageExt message = consumer.next();
      assertThat(Payload.of(message.getBody())).isEqualTo(payload("tx-1"));
      assertThat(message.getProperty("tireless-subject")).isEqualTo("tx-1");
      assertThat(message.getProperty("tireless-seq")).isEqualTo("0");
      assertThat(new MessageReader(List.of(rule()), CLOCK).read(QueueMessage.of(message)))
          .isInstanceOf(Reading.Ours.class);
    }
    await().atMost(DEADLINE).until(() -> tables.count("tireless_outbox") == 0);
    Progress progress = deliveries.ofSubject(Publication.DEFAULT_TENANT, TOPIC, "tx-1").get(0);
    assertThat(progress.state()).isEqualTo(DeliveryState.ACKED);
    assertThat(deliveries.attempts(Publication.DEFAULT_TENANT, "queue", progress.seq()))
        .extracting(Attempt::outcome)
        .containsExactly("ACKED");
    assertThat(tables.count("business")).isEqualTo(1);
  }

  @Test
  void sendsNothingOfWhatWasRolledBack() throws Exception {
    TransactionalPublisher publisher = publisher(broker.address(), LONG, local);
    assertThatThrownBy(
            () ->
                publisher.publish(
                    publication("tx-1"),
                    (c, published) -> {
                      throw new IllegalStateException("no money");
                    }))
        .hasMessage("no money");
    pay(publisher, "tx-2");

    try (PlainConsumer consumer = new PlainConsumer(broker, queueTopic)) {
      assertThat(consumer.next().getKeys()).isEqualTo("tx-2");
      await()
          .during(Duration.ofSeconds(3))
          .atMost(DEADLINE)
          .until(() -> consumer.others().isEmpty());
    }
    assertThat(tables.count("tireless_notification")).isEqualTo(1);
  }

  @Test
  void theCheckBackSendsWhatWasCommittedByAPublisherThatDied() throws Exception {
    die(local, "tx-1", true);
    assertThat(tables.count("business")).isEqualTo(1);
    assertThat(tables.count("tireless_outbox")).isEqualTo(1);

    publisher(broker.address(), LONG, local);
    try (PlainConsumer consumer = new PlainConsumer(broker, queueTopic)) {
      assertThat(consumer.next().getKeys()).isEqualTo("tx-1");
    }
  }

  @Test
  void theCheckBackForgetsWhatWasNeverCommitted() throws Exception {
    die(local, "tx-1", false);
    assertThat(tables.count("business")).isZero();

    TransactionalPublisher publisher = publisher(broker.address(), SHORT, local);
    try (PlainConsumer consumer = new PlainConsumer(broker, queueTopic)) {
      await()
          .during(Duration.ofSeconds(5))
          .atMost(DEADLINE)
          .until(() -> consumer.others().isEmpty());
      pay(publisher, "tx-2");
      assertThat(consumer.next().getKeys()).isEqualTo("tx-2");
      assertThat(consumer.others()).isEmpty();
    }
  }

  @Test
  void theCheckBackSaysNoOnlyWhenTheHoldIsOver() {
    SettableClock clock = new SettableClock(START);
    TransactionalPublisher publisher = publisher(broker.address(), LONG, local, clock);
    MessageExt half = new MessageExt();
    half.setBornTimestamp(START.toEpochMilli());
    half.putUserProperty(WireHeaders.WEBHOOK_ID, "ntf_1");

    clock.set(START.plus(LONG).minusMillis(1));
    assertThat(publisher.stateOf(half)).isEqualTo(LocalTransactionState.UNKNOW);
    clock.set(START.plus(LONG));
    assertThat(publisher.stateOf(half)).isEqualTo(LocalTransactionState.ROLLBACK_MESSAGE);
    clock.set(START);
    assertThat(publisher.stateOf(new MessageExt()))
        .as("a message that is none of ours")
        .isEqualTo(LocalTransactionState.ROLLBACK_MESSAGE);
  }

  @Test
  void aTransactionThatCommitsAfterTheCheckSaidNoIsStillTold() throws Exception {
    TransactionalPublisher publisher = publisher(broker.address(), SHORT, local);
    engine(broker.address());
    long ended = broker.endedTransactions(queueTopic);
    publisher.publish(
        publication("tx-1"),
        (c, published) -> {
          TestTables.recordBusiness(c, "tx-1");
          await().atMost(DEADLINE).until(() -> broker.endedTransactions(queueTopic) > ended);
          return published;
        });

    try (PlainConsumer consumer = new PlainConsumer(broker, queueTopic)) {
      assertThat(consumer.next().getKeys()).isEqualTo("tx-1");
    }
    assertThat(tables.count("business")).isEqualTo(1);
    await().atMost(DEADLINE).until(() -> tables.count("tireless_outbox") == 0);
  }

  @Test
  void theOutboxSendsWhatTheBrokerForgot() throws Exception {
    die(local, "tx-1", true);
    engine(broker.address());
    tables.execute("UPDATE tireless_outbox SET held_until = TIMESTAMP '2026-01-01 00:00:00'");

    try (PlainConsumer consumer = new PlainConsumer(broker, queueTopic)) {
      assertThat(consumer.next().getKeys()).isEqualTo("tx-1");
    }
  }

  @Test
  void publishingGoesOnWhileTheBrokerIsAway() throws Exception {
    Broker nowhere = Broker.at("127.0.0.1:1");
    TransactionalPublisher publisher = publisher(nowhere, LONG, local);
    pay(publisher, "tx-1");
    long before = System.nanoTime();
    for (int i = 2; i <= 20; i++) {
      pay(publisher, "tx-" + i);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
    assertThat(tables.count("business")).isEqualTo(20);
    assertThat(tables.count("tireless_outbox")).isEqualTo(20);

    engine(broker.address());
    try (PlainConsumer consumer = new PlainConsumer(broker, queueTopic)) {
      for (int i = 1; i <= 20; i++) {
        assertThat(consumer.next().getKeys()).startsWith("tx-");
      }
    }
  }

  @Test
  void signsWithEveryKeyThatIsActive() throws Exception {
    Secret next = Secret.generate(new SecureRandom());
    new dev.tireless.deliver.Receivers(tables.dataSource(), CLOCK)
        .upsert(Receivers.byRocketMq("queue", URI.create("rocketmq:" + queueTopic), next, TOPIC));
    pay(publisher(broker.address(), LONG, local), "tx-1");

    try (PlainConsumer consumer = new PlainConsumer(broker, queueTopic)) {
      QueueMessage message = QueueMessage.of(consumer.next());
      TopicRule old = new TopicRule(queueTopic, List.of(SECRET), null);
      TopicRule rotated = new TopicRule(queueTopic, List.of(next), null);
      assertThat(new MessageReader(List.of(old), CLOCK).read(message))
          .isInstanceOf(Reading.Ours.class);
      assertThat(new MessageReader(List.of(rotated), CLOCK).read(message))
          .isInstanceOf(Reading.Ours.class);
    }
  }

  @Test
  void leavesWhatAPausedReceiverMustNotGetToTheOutbox() throws Exception {
    new dev.tireless.deliver.Receivers(tables.dataSource(), CLOCK)
        .pause(Publication.DEFAULT_TENANT, "queue");
    pay(publisher(broker.address(), LONG, local), "tx-1");

    assertThat(tables.count("tireless_outbox")).isEqualTo(1);
    try (PlainConsumer consumer = new PlainConsumer(broker, queueTopic)) {
      await()
          .during(Duration.ofSeconds(3))
          .atMost(DEADLINE)
          .until(() -> consumer.others().isEmpty());
    }
  }

  @Test
  void refusesAReceiverForWhichTheBrokersAnswerIsNoAck() {
    assertThatThrownBy(
            () -> new TransactionalPublisher.Settings(group, queue.ackRule(AckRule.pull()), LONG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PULL");
  }

  @Test
  void aSecondPublicationOfTheSameIsNotSent() throws Exception {
    TransactionalPublisher publisher = publisher(broker.address(), LONG, local);
    pay(publisher, "tx-1");
    boolean first = publisher.publish(publication("tx-1"), (c, published) -> published.first());
    assertThat(first).isFalse();
    assertThatThrownBy(
            () ->
                publisher.publish(
                    Publication.of(TOPIC, "tx-1", Payload.of("other")), (c, published) -> true))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(
            () -> publisher.publish(publication("tx-3").to("somebody"), (c, published) -> true))
        .isInstanceOf(IllegalArgumentException.class);

    try (PlainConsumer consumer = new PlainConsumer(broker, queueTopic)) {
      assertThat(consumer.next().getKeys()).isEqualTo("tx-1");
      await()
          .during(Duration.ofSeconds(3))
          .atMost(DEADLINE)
          .until(() -> consumer.others().isEmpty());
    }
  }

  /** Publishes with a publisher whose connection ends between half message and its end. */
  private void die(LocalTransaction local, String subject, boolean committed) throws Exception {
    TransactionalPublisher[] dying = new TransactionalPublisher[1];
    LocalTransaction deadly =
        new LocalTransaction() {
          @Override
          public <T> T run(Work<T> work) throws Exception {
            if (!committed) {
              dying[0].close();
              throw new IllegalStateException("killed");
            }
            T result = local.run(work);
            dying[0].close();
            return result;
          }
        };
    dying[0] = publisher(broker.address(), LONG, deadly);
    if (committed) {
      pay(dying[0], subject);
    } else {
      assertThatThrownBy(() -> pay(dying[0], subject)).hasMessage("killed");
    }
  }

  private TransactionalPublisher publisher(
      Broker address, Duration hold, LocalTransaction transaction) {
    return publisher(address, hold, transaction, CLOCK);
  }

  private TransactionalPublisher publisher(
      Broker address, Duration hold, LocalTransaction transaction, Clock clock) {
    TransactionalPublisher publisher =
        new TransactionalPublisher(
            address,
            new TransactionalPublisher.Settings(group, queue, hold),
            transaction,
            new Publisher(tables.dataSource(), clock, new SecureRandom()),
            new Carried(tables.dataSource(), "test", clock),
            () -> {},
            clock);
    open.add(publisher);
    return publisher;
  }

  private void engine(Broker address) {
    RocketMqChannel channel = new RocketMqChannel(address, TestBroker.newName("channel"), CLOCK);
    Engine engine =
        new Engine(
            tables.dataSource(),
            Map.of(RocketMqChannel.NAME, channel),
            EngineSettings.of("test"),
            List.of(),
            CLOCK,
            new SecureRandom());
    open.add(engine);
    open.add(channel);
    engine.start();
  }

  private void pay(TransactionalPublisher publisher, String subject) throws Exception {
    publisher.publish(
        publication(subject),
        (c, published) -> {
          TestTables.recordBusiness(c, subject);
          return published;
        });
  }

  private TopicRule rule() {
    return new TopicRule(queueTopic, List.of(SECRET), null);
  }

  private static Publication publication(String subject) {
    return Publication.of(TOPIC, subject, payload(subject));
  }

  private static Payload payload(String subject) {
    return Payload.of("{\"id\":\"" + subject + "\"}");
  }
}
