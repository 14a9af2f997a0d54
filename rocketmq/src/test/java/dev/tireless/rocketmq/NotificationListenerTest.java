package dev.tireless.rocketmq;

import static dev.tireless.rocketmq.TestBroker.DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tireless.LocalTransaction;
import dev.tireless.Payload;
import dev.tireless.devbroker.DevBroker;
import dev.tireless.receive.Inbox;
import dev.tireless.receive.InboxOutcome;
import dev.tireless.receive.NotificationHandler;
import dev.tireless.rocketmq.Quarantine.Quarantined;
import dev.tireless.rocketmq.Quarantine.Reason;
import dev.tireless.schedule.RetrySchedule;
import dev.tireless.testing.SettableClock;
import dev.tireless.wire.Envelope;
import dev.tireless.wire.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("broker")
class NotificationListenerTest {

  private static final Secret SECRET = Secret.generate(new SecureRandom());
  private static final String TOPIC = "recharge.completed";

  private static final TestBroker broker = TestBroker.running();

  private final String queueTopic = broker.newTopic();
  private final TestTables tables = new TestTables();
  private final SettableClock clock = new SettableClock(Clock.systemUTC().instant());
  private final Quarantine quarantine = new Quarantine(tables.dataSource(), clock);
  private final List<Instant> calls = new CopyOnWriteArrayList<>();
  private final List<NotificationListener> listeners = new ArrayList<>();

  @AfterEach
  void close() {
    listeners.forEach(NotificationListener::close);
    tables.close();
  }

  @Test
  void isToldAgainByTheGapsUntilItAcks() throws Exception {
    listen("1s 2s 3s 4s/1h", signedOnly(), failing(4));
    send(signed("tx-1", SECRET));

    await().atMost(DEADLINE).until(() -> calls.size() == 5);

    assertThat(gaps()).hasSize(4);
    for (int i = 0; i < 4; i++) {
      Duration asked = Duration.ofSeconds(i + 1L);
      assertThat(gaps().get(i)).isBetween(asked, asked.plusMillis(1_900));
    }
    assertThat(tables.count("business")).isEqualTo(1);
    assertThat(quarantine.count()).isZero();
  }

  @Test
  void appliesDuplicatesOnce() throws Exception {
    listen("1s/1h", signedOnly(), failing(0));
    send(signed("tx-1", SECRET));
    send(signed("tx-1", SECRET));
    send(signed("tx-2", SECRET));

    await().atMost(DEADLINE).until(() -> tables.count("tireless_seen") == 3);
    assertThat(calls).hasSize(2);
    assertThat(tables.count("business")).isEqualTo(2);
  }

  @Test
  void stillAcceptsWhatLayInTheQueueForTenMinutes() throws Exception {
    send(signed("tx-1", SECRET));
    clock.advance(Duration.ofMinutes(10));
    listen("1s/1h", signedOnly(), failing(0));

    await().atMost(DEADLINE).until(() -> tables.count("business") == 1);
  }

  @Test
  void givesUpVisiblyWhenTheWindowEnds() throws Exception {
    listen("1s/1h", signedOnly(), failing(100));
    send(signed("tx-1", SECRET));
    await().atMost(DEADLINE).until(() -> calls.size() > 1);
    assertThat(quarantine.count()).isZero();
    clock.advance(Duration.ofHours(2));

    await().atMost(DEADLINE).until(() -> quarantine.count() == 1);

    Quarantined given = quarantine.list(0, 10).get(0);
    assertThat(given.reason()).isEqualTo(Reason.WINDOW_ENDED);
    assertThat(given.detail()).contains("not yet");
    assertThat(tables.count("business")).isZero();
  }

  @Test
  void aReplayIsAppliedAndLeavesTheQuarantine() throws Exception {
    NotificationListener listener = listen("1s/1h", signedOnly(), failing(1));
    clock.advance(Duration.ofHours(2));
    send(signed("tx-1", SECRET));
    await().atMost(DEADLINE).until(() -> quarantine.count() == 1);
    long number = quarantine.list(0, 10).get(0).number();

    assertThat(listener.replay(number).orElseThrow().outcome()).isEqualTo(InboxOutcome.APPLIED);

    assertThat(quarantine.count()).isZero();
    assertThat(tables.count("business")).isEqualTo(1);
    assertThat(listener.replay(number)).isEmpty();
  }

  @Test
  void takesForeignMessagesWhereThatIsConfigured() throws Exception {
    listen("1s/1h", foreignToo(), failing(0));
    send(new Message(queueTopic, Payload.of("{\"id\":\"tx-9\",\"payAmount\":1}").bytes()));

    await().atMost(DEADLINE).until(() -> tables.count("business") == 1);
    assertThat(tables.count("tireless_seen")).isZero();
  }

  @Test
  void whatCannotBeUsedDoesNotHoldUpTheOthers() throws Exception {
    listen("1s/1h", signedOnly(), failing(0));
    send(new Message(queueTopic, Payload.of("{\"id\":\"tx-9\"}").bytes()));
    send(signed("tx-1", Secret.generate(new SecureRandom())));
    send(signed("tx-2", SECRET));

    await().atMost(DEADLINE).until(() -> tables.count("business") == 1);
    await().atMost(DEADLINE).until(() -> quarantine.count() == 2);
    assertThat(quarantine.list(0, 10))
        .extracting(Quarantined::reason)
        .containsExactlyInAnyOrder(Reason.NOT_SIGNED, Reason.NOT_GENUINE);
  }

  @Test
  void waitsForABrokerThatIsAway() throws Exception {
    try (DevBroker late = TestBroker.own(queueTopic)) {
      listen(Broker.at(late.nameServer()), "1s/1h", foreignToo(), failing(0));
      late.start();
      DefaultMQProducer producer = new DefaultMQProducer(TestBroker.newName("late"));
      producer.setNamesrvAddr(late.nameServer());
      producer.start();
      producer.send(new Message(queueTopic, Payload.of("{\"id\":\"tx-1\"}").bytes()));

      await().atMost(DEADLINE).until(() -> tables.count("business") == 1);
      producer.shutdown();
    }
  }

  private NotificationListener listen(
      String schedule, TopicRule rule, NotificationHandler handler) {
    return listen(broker.address(), schedule, rule, handler);
  }

  private NotificationListener listen(
      Broker address, String schedule, TopicRule rule, NotificationHandler handler) {
    NotificationListener listener =
        new NotificationListener(
            address,
            new NotificationListener.Settings(
                broker.newGroup(),
                "recharge",
                List.of(rule),
                RetrySchedule.parse(schedule),
                TestBroker.LEVELS),
            new Inbox(LocalTransaction.on(tables.dataSource()), clock),
            topic -> Optional.of(handler),
            quarantine,
            clock);
    listeners.add(listener);
    listener.start();
    return listener;
  }

  private TopicRule signedOnly() {
    return new TopicRule(queueTopic, List.of(SECRET), null);
  }

  private TopicRule foreignToo() {
    return new TopicRule(queueTopic, List.of(), new TopicRule.Foreign(TOPIC, "/id"));
  }

  /** Fails so many times before it does its work. */
  private NotificationHandler failing(int times) {
    return (connection, notification) -> {
      calls.add(Clock.systemUTC().instant());
      if (calls.size() <= times) {
        throw new IllegalStateException("not yet");
      }
      TestTables.recordBusiness(connection, notification.subject());
    };
  }

  private List<Duration> gaps() {
    List<Duration> gaps = new ArrayList<>();
    for (int i = 1; i < calls.size(); i++) {
      gaps.add(Duration.between(calls.get(i - 1), calls.get(i)));
    }
    return gaps;
  }

  private int sent;

  private Message signed(String subject, Secret secret) {
    Envelope envelope =
        new Envelope("ntf_" + subject, clock.instant(), TOPIC, subject, 1, 0, ++sent, 1);
    byte[] body = Payload.of("{\"id\":\"" + subject + "\"}").bytes();
    return Messages.of(queueTopic, envelope, "application/json", body, null, List.of(secret));
  }

  private static void send(Message message) throws Exception {
    broker.plainProducer().send(message);
  }
}
