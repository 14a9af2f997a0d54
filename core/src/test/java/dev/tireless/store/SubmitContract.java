package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.ConflictException;
import dev.tireless.Delivery;
import dev.tireless.DeliveryState;
import dev.tireless.Notification;
import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.publish.Published;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testing.RecordingChannel;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Publishing in the engine's own transaction, many in one. */
abstract class SubmitContract extends StoreContract {

  SubmitContract(TestDatabase database) {
    super(database);
  }

  @Test
  void answersAfterTheCommitAndSendsAtOnce() {
    subscribe("account");
    Node node = nodeThatLooked();
    CompletableFuture<Published> answer = node.steps().submit(recharge("tx-1"));
    assertThat(answer).isNotDone();

    assertThat(node.steps().write()).isEqualTo(1);

    assertThat(answer.join().first()).isTrue();
    assertThat(schema().count("tireless_outbox")).isZero();
    Delivery sent = node.sendOne();
    assertThat(sent.notification().id()).isEqualTo(answer.join().id());
    assertThat(sent.notification()).isEqualTo(asStored());
    assertThat(sent.seq()).isEqualTo(1);
    assertThat(sent.attempt()).isEqualTo(1);
    node.finish(sent, RecordingChannel.acked());
    assertThat(state("account", 1)).isEqualTo(DeliveryState.ACKED);
    assertThat(history("account", 1)).containsExactly("1 ACKED");
  }

  private Notification asStored() {
    long receiver = schema().numbers("SELECT receiver_id FROM tireless_receiver").get(0);
    return this.<Map<Long, Notification>>inTransaction(
            c -> new DeliveryStore().notifications(c, receiver, List.of(1L)))
        .get(1L);
  }

  @Test
  void numbersInTheOrderOfSubmission() {
    subscribe("account");
    Node node = node("a");
    List<CompletableFuture<Published>> answers = submit(node, 1_203);
    writeAll(node);

    assertThat(answers).allMatch(answer -> answer.join().first());
    assertThat(
            schema()
                .texts(
                    """
                    SELECT n.subject FROM tireless_delivery d
                    JOIN tireless_notification n ON n.id = d.notification_id ORDER BY d.seq"""))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 1_203).mapToObj(i -> "tx-" + i).toList());
  }

  @Test
  void leasesNoMoreThanALaneHasRoomForAndLetsNothingOvertake() {
    receivers.upsert(receiver("account", TOPIC).maxInFlight(3));
    Node node = nodeThatLooked();
    submit(node, 5);
    node.steps().write();
    assertThat(node.send()).extracting(Delivery::seq).containsExactly(1L, 2L, 3L);

    node.answerAll(RecordingChannel.acked());
    node.record();
    clock.advance(Duration.ofSeconds(2));
    CompletableFuture<Published> sixth = node.steps().submit(recharge("tx-6"));
    node.steps().write();
    assertThat(sixth.join().first()).isTrue();
    assertThat(node.send()).isEmpty();

    assertThat(node.take()).extracting(Delivery::seq).containsExactly(4L, 5L, 6L);
    assertThat(node.steps().isBehind()).isTrue();
    node.answerAll(RecordingChannel.acked());
    node.record();
    assertThat(node.take()).isEmpty();
    assertThat(node.steps().isBehind()).isFalse();
  }

  @Test
  void sendsNothingAtOnceToAPausedReceiver() {
    subscribe("account");
    receivers.pause(TENANT, "account");
    Node node = nodeThatLooked();
    submit(node, 1);
    node.steps().write();

    assertThat(node.send()).isEmpty();
    receivers.resume(TENANT, "account");
    assertThat(node.takeOne().seq()).isEqualTo(1);
  }

  @Test
  void settlesDuplicatesWithinABatchAmongThemselves() {
    subscribe("account");
    Node node = node("a");
    CompletableFuture<Published> first = node.steps().submit(recharge("tx-1"));
    CompletableFuture<Published> again = node.steps().submit(recharge("tx-1"));
    CompletableFuture<Published> other = node.steps().submit(another("tx-1"));
    node.steps().write();

    assertThat(again.join()).isEqualTo(new Published(first.join().id(), false));
    assertThatThrownBy(other::join).hasCauseInstanceOf(ConflictException.class);
    assertThat(schema().count("tireless_notification")).isEqualTo(1);
    assertThat(schema().count("tireless_delivery")).isEqualTo(1);
  }

  @Test
  void knowsWhatWasPublishedBefore() {
    subscribe("account");
    Published before = publish(recharge("tx-1"));
    Node node = node("a");
    CompletableFuture<Published> again = node.steps().submit(recharge("tx-1"));
    CompletableFuture<Published> other = node.steps().submit(another("tx-1"));
    CompletableFuture<Published> next = node.steps().submit(recharge("tx-2"));
    node.steps().write();

    assertThat(again.join()).isEqualTo(new Published(before.id(), false));
    assertThatThrownBy(other::join).hasCauseInstanceOf(ConflictException.class);
    assertThat(next.join().first()).isTrue();
  }

  @Test
  void onlyTheCallerWithAnUnknownReceiverHearsOfIt() {
    subscribe("account");
    Node node = nodeThatLooked();
    CompletableFuture<Published> wrong = node.steps().submit(recharge("tx-1").to("nobody"));
    CompletableFuture<Published> right = node.steps().submit(recharge("tx-1").to("account"));
    node.steps().write();

    assertThatThrownBy(wrong::join)
        .hasCauseInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody");
    assertThat(right.join().first()).isTrue();
    assertThat(node.sendOne().receiver().id()).isEqualTo("account");
  }

  @Test
  void onlyTheCallerWhoseRowTheDatabaseRejectsHearsOfIt() {
    subscribe("account");
    schema()
        .execute("ALTER TABLE tireless_notification ADD CONSTRAINT no_5 CHECK (subject <> 'tx-5')");
    try {
      Node node = nodeThatLooked();
      List<CompletableFuture<Published>> answers = submit(node, 7);
      node.steps().write();

      assertThat(answers.get(4)).isCompletedExceptionally();
      assertThat(answers).filteredOn(CompletableFuture::isCompletedExceptionally).hasSize(1);
      assertThat(schema().count("tireless_delivery")).isEqualTo(6);
      assertThat(node.send()).hasSize(6);
    } finally {
      schema().execute("ALTER TABLE tireless_notification DROP CONSTRAINT no_5");
    }
  }

  @Test
  void twoNodesThatSubmitTheSameLeaveOneOfEachAndNoHole() throws Exception {
    receivers.upsert(receiver("one", TOPIC).maxInFlight(1_000));
    receivers.upsert(receiver("two", TOPIC).maxInFlight(1_000));
    List<Callable<Integer>> racers = List.of(() -> race("left"), () -> race("right"));

    assertThat(Running.together(racers).stream().mapToInt(i -> i).sum()).isEqualTo(300);
    assertThat(schema().count("tireless_delivery")).isEqualTo(600);
    assertThat(
            schema()
                .numbers(
                    "SELECT seq FROM tireless_delivery WHERE receiver_id = ? ORDER BY seq",
                    schema().numbers("SELECT MAX(receiver_id) FROM tireless_receiver").get(0)))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 300).boxed().toList());
  }

  /** Tells how many of 300 it was the first to submit. */
  private int race(String name) {
    Node node = node(name);
    int first = 0;
    for (int i = 0; i < 300; i += 30) {
      List<CompletableFuture<Published>> answers = new ArrayList<>();
      for (int k = i; k < i + 30; k++) {
        answers.add(node.steps().submit(recharge("tx-" + k)));
      }
      node.steps().write();
      first += (int) answers.stream().filter(answer -> answer.join().first()).count();
    }
    return first;
  }

  @Test
  void leavesAFanOutThatIsTooLargeToTheSequencer() {
    subscribe("account");
    Node node = node("a");
    List<CompletableFuture<Published>> answers = new ArrayList<>();
    for (int i = 0; i < 26; i++) {
      receivers.upsert(receiver("r" + i, "many"));
    }
    for (int i = 0; i < 300; i++) {
      answers.add(node.steps().submit(Publication.of("many", "tx-" + i, Payload.of("{}"))));
    }
    node.steps().write();
    assertThat(answers).allMatch(answer -> answer.join().first());
    assertThat(schema().count("tireless_outbox")).isEqualTo(300 - 5_000 / 26);

    node.sequenceAll();

    assertThat(schema().count("tireless_delivery")).isEqualTo(300 * 26);
  }

  @Test
  void refusesWhenItIsClosed() {
    subscribe("account");
    Node node = node("a");
    CompletableFuture<Published> before = node.steps().submit(recharge("tx-1"));
    node.steps().refuse();
    CompletableFuture<Published> after = node.steps().submit(recharge("tx-2"));

    assertThatThrownBy(before::join).hasMessageContaining("closed");
    assertThatThrownBy(after::join).hasMessageContaining("closed");
    assertThat(schema().count("tireless_notification")).isZero();
  }

  @Test
  void waitsForAPublisherThatHoldsTheKey() throws Exception {
    subscribe("account");
    Node node = node("a");
    try (Connection slow = begin()) {
      publisher.publish(slow, recharge("tx-1"));
      CompletableFuture<Published> answer = node.steps().submit(recharge("tx-1"));
      Running<Integer> writing = Running.start(() -> node.steps().write());
      writing.awaitLockWaitOrEnd(schema());
      assertThat(answer).isNotDone();
      slow.commit();
      writing.result();
      assertThat(answer.join().first()).isFalse();
    }
  }

  @Test
  void sendsNothingAtOnceBeforeItHasLookedForWhatWaits() {
    subscribe("account");
    deliver(1);
    Node node = node("a");
    CompletableFuture<Published> second = node.steps().submit(recharge("tx-2"));
    node.steps().write();
    assertThat(second.join().first()).isTrue();
    assertThat(node.send()).isEmpty();

    assertThat(node.take()).extracting(Delivery::seq).containsExactly(1L, 2L);
  }

  private static Publication another(String subject) {
    return Publication.of(TOPIC, subject, Payload.of("another payload"));
  }

  private static List<CompletableFuture<Published>> submit(Node node, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> node.steps().submit(recharge("tx-" + i)))
        .toList();
  }

  private static void writeAll(Node node) {
    int written;
    do {
      written = node.steps().write();
    } while (written > 0);
  }
}
