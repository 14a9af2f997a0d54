package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.testdatabases.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A receiver's numbers: 1, 2, 3 … without holes, in an order that nothing changes later. */
abstract class SequenceContract extends StoreContract {

  SequenceContract(TestDatabase database) {
    super(database);
  }

  @Test
  void numbersInTheOrderOfPublishing() {
    subscribe("account");
    for (int i = 1; i <= 20; i++) {
      publish(recharge("tx-" + i));
      clock.advance(Duration.ofMillis(1));
    }
    node("a").sequenceAll();

    assertThat(
            schema()
                .texts(
                    """
                    SELECT n.subject FROM tireless_delivery d
                    JOIN tireless_notification n ON n.id = d.notification_id ORDER BY d.seq"""))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).mapToObj(i -> "tx-" + i).toList());
    assertThat(schema().count("tireless_outbox")).isZero();
  }

  @Test
  void numbersEachReceiverFromOne() {
    subscribe("one");
    publish(recharge("tx-1"));
    node("a").sequenceAll();
    subscribe("two");
    publish(recharge("tx-2"));
    node("a").sequenceAll();

    assertThat(seqs("one")).containsExactly(1L, 2L);
    assertThat(seqs("two")).containsExactly(1L);
  }

  @Test
  void isDueAtOnce() {
    subscribe("account");
    publish(recharge("tx-1"));
    clock.advance(Duration.ofSeconds(3));
    node("a").sequenceAll();

    var progress = deliveries.find(TENANT, "account", 1).orElseThrow();
    assertThat(progress.sequencedAt()).isEqualTo(START.plusSeconds(3));
    assertThat(progress.dueAt()).isEqualTo(START.plusSeconds(3));
    assertThat(progress.windowStart()).isNull();
  }

  @Test
  void leavesNoHoleForWhatIsNotCommittedYet() throws SQLException {
    subscribe("account");
    try (Connection slow = begin()) {
      publisher.publish(slow, recharge("slow"));
      publish(recharge("fast"));
      node("a").sequenceAll();
      assertThat(seqs("account")).containsExactly(1L);
      slow.commit();
    }
    node("a").sequenceAll();

    assertThat(seqs("account")).containsExactly(1L, 2L);
    assertThat(deliveries.ofSubject(TENANT, TOPIC, "slow").get(0).seq()).isEqualTo(2);
  }

  @Test
  void neverGoesBackInTime() {
    subscribe("account");
    publish(recharge("tx-1"));
    node("a").sequenceAll();
    clock.set(START.minusSeconds(60));
    publish(recharge("tx-2"));
    node("b").sequenceAll();

    assertThat(deliveries.find(TENANT, "account", 2).orElseThrow().sequencedAt()).isEqualTo(START);
  }

  @Test
  void takesMoreThanOneBatch() {
    subscribe("account");
    deliver(1_203);

    assertThat(seqs("account"))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 1_203).mapToObj(i -> (long) i).toList());
    assertThat(schema().count("tireless_outbox")).isZero();
  }

  @Test
  void twoSequencersAtOnceLeaveNoHoleAndNoDoubleWhilePublishersCommit() throws Exception {
    subscribe("one", "two", "three", "four", "five");
    CountDownLatch published = new CountDownLatch(2);
    List<Callable<Integer>> racers =
        List.of(
            () -> publishMany("left", published),
            () -> publishMany("right", published),
            () -> sequenceUntil(published),
            () -> sequenceUntil(published));

    Running.together(racers);
    node("last").sequenceAll();

    assertThat(schema().count("tireless_outbox")).isZero();
    assertThat(schema().count("tireless_delivery")).isEqualTo(5 * 160);
    assertThat(schema().count("tireless_due")).isEqualTo(5 * 160);
    assertThat(seqs("five"))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 160).mapToObj(i -> (long) i).toList());
  }

  private int publishMany(String prefix, CountDownLatch published) {
    for (int i = 0; i < 80; i++) {
      publish(recharge(prefix + i));
    }
    published.countDown();
    return 80;
  }

  private int sequenceUntil(CountDownLatch published) {
    Node node = node("racer");
    while (published.getCount() > 0) {
      node.steps().sequence();
    }
    node.sequenceAll();
    return 0;
  }

  private List<Long> seqs(String receiver) {
    return schema()
        .numbers(
            """
            SELECT d.seq FROM tireless_delivery d
            JOIN tireless_receiver r ON r.receiver_id = d.receiver_id
            WHERE r.receiver = ? ORDER BY d.seq""",
            receiver);
  }
}
