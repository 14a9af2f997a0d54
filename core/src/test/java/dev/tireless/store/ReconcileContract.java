package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.AckSource;
import dev.tireless.DeliveryState;
import dev.tireless.Outcome;
import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.TirelessException;
import dev.tireless.reconcile.Caller;
import dev.tireless.reconcile.Credentials;
import dev.tireless.reconcile.EpochChangedException;
import dev.tireless.reconcile.FeedQuestion;
import dev.tireless.reconcile.Reconciliation;
import dev.tireless.reconcile.Scope;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.wire.FeedItem;
import dev.tireless.wire.FeedPage;
import dev.tireless.wire.Result;
import dev.tireless.wire.Watermark;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a receiver is answered. */
abstract class ReconcileContract extends StoreContract {

  private static final long EPOCH = 1;
  private static final Caller A = new Caller(TENANT, "a", Scope.ALL);
  private static final Caller B = new Caller(TENANT, "b", Scope.ALL);

  private Reconciliation reconciliation;
  private Credentials credentials;

  ReconcileContract(TestDatabase database) {
    super(database);
  }

  @BeforeEach
  void subscribe() {
    subscribe("a", "b");
    reconciliation = new Reconciliation(pool(), clock);
    credentials = new Credentials(pool(), clock);
  }

  // The feed.

  @Test
  void tellsTheSequenceInItsOrderWithExactPayloads() {
    byte[] bytes = {0, (byte) 0xff, 10};
    deliver(2);
    publish(Publication.of(TOPIC, "bytes", Payload.of(bytes)));
    node("sequencer").sequenceAll();

    FeedPage page = feed(A, 0, Long.MAX_VALUE, 10);

    assertThat(page.items()).extracting(FeedItem::seq).containsExactly(1L, 2L, 3L);
    assertThat(page.items()).extracting(FeedItem::subject).containsExactly("tx-1", "tx-2", "bytes");
    assertThat(page.items().get(0).payload()).isEqualTo("{\"id\":\"tx-1\"}");
    assertThat(page.items().get(2).payloadEncoding()).isEqualTo(FeedItem.BASE64);
    assertThat(page.items().get(2).bytes()).isEqualTo(bytes);
    assertThat(page.items().get(2).payloadHash()).isEqualTo(hex(Payload.of(bytes)));
    assertThat(page.hasMore()).isFalse();
    assertThat(page.watermark()).isEqualTo(3);
    assertThat(page.epoch()).isEqualTo(EPOCH);
  }

  @Test
  void tellsExactlyTheRangeThatIsAskedFor() {
    deliver(9);

    assertThat(feed(A, 3, 5, 10).items()).extracting(FeedItem::seq).containsExactly(4L, 5L);
    assertThat(feed(A, 3, 5, 10).hasMore()).isFalse();
    assertThat(feed(A, 3, 8, 2).items()).extracting(FeedItem::seq).containsExactly(4L, 5L);
    assertThat(feed(A, 3, 8, 2).hasMore()).isTrue();
    assertThat(feed(A, 9, Long.MAX_VALUE, 2).items()).isEmpty();
    assertThat(feed(A, 100, Long.MAX_VALUE, 2).hasMore()).isFalse();
  }

  @Test
  void endsAPageThatGrowsTooLarge() {
    byte[] large = new byte[Payload.MAX_BYTES];
    new Random(1).nextBytes(large);
    for (int i = 0; i < 20; i++) {
      publish(Publication.of(TOPIC, "large-" + i, Payload.of(large)));
    }
    node("sequencer").sequenceAll();

    FeedPage page = feed(A, 0, Long.MAX_VALUE, 1000);

    assertThat(page.items()).hasSizeBetween(1, 19);
    assertThat(page.hasMore()).isTrue();
    List<Long> all = new ArrayList<>();
    for (FeedPage next = page; !next.items().isEmpty(); ) {
      next.items().forEach(item -> all.add(item.seq()));
      next = feed(A, all.get(all.size() - 1), Long.MAX_VALUE, 1000);
    }
    assertThat(all).hasSize(20).isSorted();
  }

  @Test
  void endsAPageByTheBytesOfItsPayloads() {
    for (int i = 0; i < 64; i++) {
      publish(recharge("small-" + i));
    }
    String text = "\u5145".repeat(Payload.MAX_BYTES / 3);
    for (int i = 0; i < 20; i++) {
      publish(Publication.of(TOPIC, "large-" + i, Payload.of(text)));
    }
    node("sequencer").sequenceAll();

    assertThat(feed(A, 0, Long.MAX_VALUE, 1000).items()).hasSize(64 + 16);
    assertThat(feed(A, 64, Long.MAX_VALUE, 1000).items()).hasSize(17);
  }

  @Test
  void readsFewItemsAtATimeHoweverSmallTheFirstOnesAre() {
    deliver(200);
    InterruptedPool pool = new InterruptedPool(pool());
    Reconciliation watched = new Reconciliation(pool.dataSource(), clock);
    pool.takeStatements();

    assertThat(watched.feed(A, new FeedQuestion(EPOCH, 0, 200, 1000)).items()).hasSize(200);
    assertThat(pool.takeStatements()).filteredOn(sql -> sql.contains("n.payload,")).hasSize(4);
  }

  @Test
  void keepsThePlaceAndTheHashOfWhatWasExpunged() {
    deliver(2);
    schema().execute("UPDATE tireless_notification SET payload = NULL WHERE subject = 'tx-1'");

    FeedItem tombstone = feed(A, 0, 1, 1).items().get(0);

    assertThat(tombstone.payload()).isNull();
    assertThat(tombstone.bytes()).isNull();
    assertThat(tombstone.payloadHash()).isEqualTo(hex(Payload.of("{\"id\":\"tx-1\"}")));
  }

  @Test
  void showsAReceiverNothingOfAnother() {
    publish(recharge("both"));
    publish(recharge("only-b").to("b"));
    node("sequencer").sequenceAll();

    assertThat(feed(A, 0, Long.MAX_VALUE, 10).items())
        .extracting(FeedItem::subject)
        .containsExactly("both");
    assertThat(reconciliation.result(A, TOPIC, "only-b")).isEmpty();
    assertThat(reconciliation.result(B, TOPIC, "only-b")).isPresent();
  }

  @Test
  void refusesNumbersOfAnEpochThatIsOver() {
    deliver(1);
    receivers.raiseEpoch();

    assertThatThrownBy(() -> feed(A, 0, Long.MAX_VALUE, 10))
        .isInstanceOf(EpochChangedException.class)
        .extracting(e -> ((EpochChangedException) e).epoch())
        .isEqualTo(EPOCH + 1);
    assertThat(reconciliation.watermark(A).epoch()).isEqualTo(EPOCH + 1);
    assertThatThrownBy(() -> reconciliation.acknowledge(A, EPOCH, List.of(1L), null))
        .isInstanceOf(EpochChangedException.class);
    assertThatThrownBy(() -> reconciliation.digest(A, EPOCH, 0, 1))
        .isInstanceOf(EpochChangedException.class);
  }

  // The watermark.

  @Test
  void tellsHowFarItGoes() {
    Watermark before = reconciliation.watermark(A);
    assertThat(before.seq()).isZero();
    assertThat(before.unacked()).isNull();

    deliver(3);
    Watermark after = reconciliation.watermark(A);

    assertThat(after.seq()).isEqualTo(3);
    assertThat(after.at()).isEqualTo(START);
    assertThat(after.etag()).isEqualTo("\"1-3\"").isNotEqualTo(before.etag());
  }

  @Test
  void countsWhatIsNotAcked() {
    deliver(4);
    deliveries.acknowledge(TENANT, "a", 1, AckSource.PULL);
    deliveries.cancel(TENANT, "a", 3, "test");

    Watermark counted = reconciliation.watermarkWithCounts(A);

    assertThat(counted.unacked()).isEqualTo(3);
    assertThat(counted.oldestUnacked()).isEqualTo(2);
  }

  @Test
  void countsWhatIsLeasedTogether() {
    Node node = nodeThatLooked();
    submitToA(node, 5);

    assertThat(reconciliation.watermarkWithCounts(A).unacked()).isEqualTo(5);
    node.finishAll(new Outcome.Acked(200, ""));
    assertThat(reconciliation.watermarkWithCounts(A).unacked()).isZero();
    assertThat(reconciliation.watermarkWithCounts(A).oldestUnacked()).isNull();
  }

  // Results.

  @Test
  void tellsTheNewestVersionAndWhereItStands() {
    publish(recharge("tx"));
    publish(recharge("tx").version(3));
    publish(recharge("tx").version(2));
    node("sequencer").sequenceAll();

    Result result = reconciliation.result(A, TOPIC, "tx").orElseThrow();

    assertThat(result.notification().version()).isEqualTo(3);
    assertThat(result.state()).isEqualTo("PENDING");
    assertThat(result.attempts()).isZero();
    assertThat(reconciliation.result(A, TOPIC, "nothing")).isEmpty();
    assertThat(reconciliation.result(A, "another.topic", "tx")).isEmpty();
    assertThat(reconciliation.results(A, TOPIC, List.of("nothing", "tx"))).hasSize(1);
  }

  // Acks.

  @Test
  void acksWhatIsPendingGivenUpOrLeasedTogether() {
    Node node = nodeThatLooked();
    submitToA(node, 5);
    deliveries.cancel(TENANT, "a", 4, "test");

    assertThat(reconciliation.acknowledge(A, EPOCH, List.of(5L, 1L, 4L, 99L), null)).isEqualTo(3);
    assertThat(reconciliation.acknowledge(A, EPOCH, List.of(5L, 1L), null)).isZero();
    assertThat(state("a", 1)).isEqualTo(DeliveryState.ACKED);
    assertThat(state("a", 4)).isEqualTo(DeliveryState.ACKED);
    assertThat(state("a", 2)).isEqualTo(DeliveryState.PENDING);
    assertThat(attempts("a", 1)).last().extracting(a -> a.source()).isEqualTo(AckSource.PULL);
    node.finishAll(new Outcome.Acked(200, ""));
    assertThat(state("a", 2)).isEqualTo(DeliveryState.ACKED);
  }

  @Test
  void acksAllUpToANumber() {
    deliver(1200);
    deliveries.cancel(TENANT, "a", 7, "test");

    assertThat(reconciliation.acknowledge(A, EPOCH, List.of(), 1100L)).isEqualTo(1100);
    assertThat(reconciliation.watermarkWithCounts(A).oldestUnacked()).isEqualTo(1101);
    assertThat(reconciliation.watermarkWithCounts(B).unacked()).isEqualTo(1200);
  }

  @Test
  void acksNothingThatIsNumberedMeanwhile() {
    deliver(2);
    InterruptedPool pool = new InterruptedPool(pool());
    pool.interrupt(
        "DELETE FROM tireless_due",
        () -> {
          publish(recharge("later"));
          node("sequencer").sequenceAll();
        });

    assertThat(
            new Reconciliation(pool.dataSource(), clock)
                .acknowledge(A, EPOCH, List.of(), Long.MAX_VALUE))
        .isEqualTo(2);
    assertThat(state("a", 3)).isEqualTo(DeliveryState.PENDING);
  }

  // Credentials.

  @Test
  void knowsCallersByTheirCredentials() {
    String text = credentials.issue(TENANT, "a", Set.of(Scope.ACK), new SecureRandom());

    Caller caller = credentials.caller(text).orElseThrow();

    assertThat(caller.receiver()).isEqualTo("a");
    assertThat(caller.may(Scope.ACK)).isTrue();
    assertThat(caller.may(Scope.FEED_READ)).isFalse();
    assertThat(credentials.caller(Credentials.generate(new SecureRandom()))).isEmpty();
    assertThat(credentials.caller("guess")).isEmpty();
    assertThat(schema().texts("SELECT credential_hash FROM tireless_credential").get(0))
        .hasSize(64)
        .doesNotContain(text.substring(4));
    assertThat(credentials.revoke(TENANT, "b", text)).isFalse();
    assertThat(credentials.revoke(TENANT, "a", text)).isTrue();
    assertThat(credentials.caller(text)).isEmpty();
  }

  @Test
  void letsTwoCredentialsBeActiveAndNoThird() {
    SecureRandom random = new SecureRandom();
    String first = credentials.issue(TENANT, "a", Scope.ALL, random);
    credentials.issue(TENANT, "a", Scope.ALL, random);

    assertThatThrownBy(() -> credentials.issue(TENANT, "a", Scope.ALL, random))
        .isInstanceOf(TirelessException.class)
        .hasMessageContaining("revoke one first");

    String configured = Credentials.generate(random);
    credentials.put(TENANT, "a", List.of(configured), Scope.ALL);
    assertThat(credentials.caller(first)).isEmpty();
    assertThat(credentials.caller(configured)).isPresent();
    assertThatThrownBy(() -> credentials.put(TENANT, "a", List.of("hunter2"), Scope.ALL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void keepsWhatStaysAndSaysWhenACredentialIsAnothers() {
    String first = Credentials.generate(new SecureRandom());
    String second = Credentials.generate(new SecureRandom());
    credentials.put(TENANT, "a", List.of(first), Scope.ALL);
    clock.advance(Duration.ofDays(1));
    credentials.put(TENANT, "a", List.of(second, first), Set.of(Scope.ACK));

    assertThat(schema().texts("SELECT created_at FROM tireless_credential ORDER BY created_at"))
        .satisfiesExactly(
            kept -> assertThat(kept).startsWith("2026-03-29"),
            added -> assertThat(added).startsWith("2026-03-30"));
    assertThat(credentials.caller(first).orElseThrow().may(Scope.FEED_READ)).isFalse();
    assertThatThrownBy(() -> credentials.put(TENANT, "b", List.of(first), Scope.ALL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("belongs to another receiver");
    assertThat(credentials.caller(first).orElseThrow().receiver()).isEqualTo("a");
  }

  @Test
  void knowsNoCallerOfADeletedReceiver() {
    String text = credentials.issue(TENANT, "a", Scope.ALL, new SecureRandom());
    receivers.delete(TENANT, "a");

    assertThat(credentials.caller(text)).isEmpty();
  }

  @Test
  void letsAnotherHaveTheCredentialOfADeletedReceiver() {
    String text = Credentials.generate(new SecureRandom());
    credentials.put(TENANT, "a", List.of(text), Scope.ALL);
    receivers.delete(TENANT, "a");

    assertThat(schema().count("tireless_credential")).isZero();
    credentials.put(TENANT, "b", List.of(text), Scope.ALL);
    assertThat(credentials.caller(text).orElseThrow().receiver()).isEqualTo("b");
  }

  @Test
  void letsAnotherHaveTheCredentialThatADeletedReceiverStillHas() {
    String text = Credentials.generate(new SecureRandom());
    credentials.put(TENANT, "a", List.of(text), Scope.ALL);
    schema().execute("UPDATE tireless_receiver SET state = 'DELETED' WHERE receiver = 'a'");

    credentials.put(TENANT, "b", List.of(text), Scope.ALL);

    assertThat(credentials.caller(text).orElseThrow().receiver()).isEqualTo("b");
  }

  /** Leased together, and in flight. */
  private static void submitToA(Node node, int count) {
    List<CompletableFuture<?>> submitted = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      submitted.add(node.steps().submit(recharge("tx-" + i).to("a")));
    }
    node.steps().write();
    node.send();
    assertThat(submitted).allSatisfy(one -> assertThat(one).isCompleted());
  }

  private FeedPage feed(Caller caller, long after, long until, int limit) {
    return reconciliation.feed(caller, new FeedQuestion(EPOCH, after, until, limit));
  }

  private static String hex(Payload payload) {
    return HexFormat.of().formatHex(payload.sha256());
  }
}
