package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.TirelessException;
import dev.tireless.reconcile.Caller;
import dev.tireless.reconcile.EpochChangedException;
import dev.tireless.reconcile.FeedQuestion;
import dev.tireless.reconcile.Reconciliation;
import dev.tireless.reconcile.Scope;
import dev.tireless.reconcile.Step;
import dev.tireless.store.SequenceStore.Numbered;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.wire.Digest;
import dev.tireless.wire.DigestBucket;
import dev.tireless.wire.DigestSum;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What hours, days and ranges of a receiver's sequence come to. */
abstract class DigestContract extends StoreContract {

  private static final long EPOCH = 1;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Caller A = new Caller(TENANT, "a", Scope.ALL);
  private static final Caller B = new Caller(TENANT, "b", Scope.ALL);

  private Reconciliation reconciliation;

  DigestContract(TestDatabase database) {
    super(database);
  }

  @BeforeEach
  void subscribe() {
    subscribe("a", "b");
    reconciliation = new Reconciliation(pool(), clock);
  }

  @Test
  void addsUpRanges() {
    deliver(50);

    Digest all = reconciliation.digest(A, EPOCH, 0, 50);
    Digest left = reconciliation.digest(A, EPOCH, 0, 20);
    Digest right = reconciliation.digest(A, EPOCH, 20, Long.MAX_VALUE);

    assertThat(all).isEqualTo(ownDigest(0, 50)).isEqualTo(left.plus(right));
    assertThat(all.count()).isEqualTo(50);
    assertThat(left).isEqualTo(reconciliation.digest(B, EPOCH, 0, 20));
    assertThat(left.sum()).isNotEqualTo(reconciliation.digest(A, EPOCH, 1, 21).sum());
    assertThat(reconciliation.digest(A, EPOCH, 50, 60)).isEqualTo(Digest.EMPTY);
  }

  @Test
  void addsUpHoursAndDaysThatAreOver() {
    Instant day = Instant.parse("2026-03-29T00:00:00Z");
    deliverOne("h1");
    clock.advance(Duration.ofHours(3));
    deliverOne("h4");
    deliverOne("h4b");
    clock.advance(Duration.ofDays(2));
    deliverOne("later");

    List<DigestBucket> hours =
        reconciliation.digests(A, EPOCH, day, day.plus(Duration.ofHours(6)), Step.HOUR);
    List<DigestBucket> days =
        reconciliation.digests(A, EPOCH, day, day.plus(Duration.ofDays(2)), Step.DAY);

    assertThat(hours).extracting(b -> b.digest().count()).containsExactly(0L, 1L, 0L, 0L, 2L, 0L);
    assertThat(hours.get(4).digest()).isEqualTo(ownDigest(1, 3));
    assertThat(days).extracting(b -> b.digest().count()).containsExactly(3L, 0L);
    assertThat(days.get(0).digest()).isEqualTo(ownDigest(0, 3));
    assertThat(days.get(0).from()).isEqualTo(day);
    assertThat(reconciliation.digests(A, EPOCH, day, day.plus(Duration.ofHours(6)), Step.HOUR))
        .isEqualTo(hours);
  }

  @Test
  void neverChangesABucketThatWasToldOnceThoughAClockGoesBack() {
    Instant hour = Instant.parse("2026-03-29T01:00:00Z");
    deliverOne("in");
    clock.advance(Duration.ofHours(1));
    List<DigestBucket> told =
        reconciliation.digests(A, EPOCH, hour, hour.plus(Duration.ofHours(1)), Step.HOUR);

    clock.set(hour.plus(Duration.ofMinutes(59)));
    deliverOne("by a node whose clock is behind");
    clock.advance(Duration.ofHours(2));

    assertThat(reconciliation.digests(A, EPOCH, hour, hour.plus(Duration.ofHours(1)), Step.HOUR))
        .isEqualTo(told);
    assertThat(
            reconciliation
                .digests(A, EPOCH, hour, hour.plus(Duration.ofHours(2)), Step.HOUR)
                .get(1)
                .digest()
                .count())
        .isEqualTo(1);
  }

  @Test
  void closesNothingWhileThisNodesClockIsAheadOfTheDatabases() {
    Instant tomorrow = databaseTime().plus(DAY);
    Instant hour = tomorrow.truncatedTo(ChronoUnit.HOURS);
    Instant closed = reconciliation.watermark(A).at();
    clock.set(tomorrow);
    Reconciliation guarded = new Reconciliation(pool(), clock, Duration.ofSeconds(5));

    assertThatThrownBy(() -> guarded.digests(A, EPOCH, hour.minus(HOUR), hour, Step.HOUR))
        .isInstanceOf(TirelessException.class)
        .hasMessageContaining("clock");
    assertThat(reconciliation.watermark(A).at()).isEqualTo(closed);

    clock.set(tomorrow.minus(DAY));
    assertThat(guarded.digests(A, EPOCH, hour.minus(DAY).minus(HOUR), hour.minus(DAY), Step.HOUR))
        .hasSize(1);
  }

  private Instant databaseTime() {
    return inTransaction(new NodeStore(dialect())::now);
  }

  @Test
  void refusesBucketsThatAreNone() {
    Instant hour = Instant.parse("2026-03-29T00:00:00Z");

    assertThatThrownBy(
            () -> reconciliation.digests(A, EPOCH, START, START.plusSeconds(3600), Step.HOUR))
        .hasMessageContaining("beginnings of a hour");
    assertThatThrownBy(
            () -> reconciliation.digests(A, EPOCH, hour, hour.plusSeconds(7200), Step.HOUR))
        .hasMessageContaining("not over yet");
    assertThatThrownBy(() -> reconciliation.digests(A, EPOCH, hour, hour, Step.HOUR))
        .hasMessageContaining("1 to 100 buckets");
    assertThatThrownBy(() -> reconciliation.digests(A, EPOCH, Instant.EPOCH, hour, Step.DAY))
        .hasMessageContaining("1 to 100 buckets");
  }

  @Test
  void keepsAnHourWithoutWhatWasNumberedWhileItWasAddedUp() {
    Instant hour = Instant.parse("2026-03-29T01:00:00Z");
    InterruptedPool pool = new InterruptedPool(pool());
    Reconciliation interrupted = new Reconciliation(pool.dataSource(), clock);
    deliverOne("in");
    clock.set(hour.plus(Duration.ofHours(1)));
    pool.interrupt("SELECT d.seq, n.id, n.payload_hash", () -> deliverOne("behind"));

    assertThat(interrupted.digests(A, EPOCH, hour, hour.plus(HOUR), Step.HOUR))
        .containsExactly(new DigestBucket(hour, ownDigest(0, 1)));

    clock.advance(Duration.ofDays(1));
    Instant day = Instant.parse("2026-03-29T00:00:00Z");
    assertThat(reconciliation.digests(A, EPOCH, day, day.plus(DAY), Step.DAY))
        .containsExactly(new DigestBucket(day, ownDigest(0, 2)));
  }

  @Test
  void countsWhatIsBeingNumberedIntoTheHourThatItsTimeIsIn() throws Exception {
    Instant hour = Instant.parse("2026-03-29T01:00:00Z");
    publish(recharge("slow").to("a"));
    SequenceStore sequences = new SequenceStore(dialect());
    long a =
        schema().numbers("SELECT receiver_id FROM tireless_receiver WHERE receiver = 'a'").get(0);
    List<DigestBucket> told;
    try (Connection sequencer = begin()) {
      String id = sequences.outboxIds(sequencer, START, 1).get(0);
      sequences.lockHeads(sequencer, new TreeSet<>(Set.of(a)));
      sequences.insert(
          sequencer,
          List.of(new Numbered(a, 1, id, START)),
          List.of(new Numbered(a, 1, id, START).due(START)));
      sequences.advance(sequencer, new TreeMap<>(Map.of(a, new SequenceStore.Head(1, START))));
      clock.set(hour.plus(HOUR));
      Running<List<DigestBucket>> question =
          Running.start(() -> reconciliation.digests(A, EPOCH, hour, hour.plus(HOUR), Step.HOUR))
              .awaitLockWaitOrEnd(schema());
      assertThat(question.isDone()).isFalse();
      sequencer.commit();
      told = question.result();
    }

    assertThat(told).extracting(bucket -> bucket.digest().count()).containsExactly(1L);
    schema().execute("DELETE FROM tireless_outbox");
  }

  @Test
  void addsUpRangesTheSameWithAndWithoutHoursThatAreKept() {
    for (int hour = 0; hour < 5; hour++) {
      deliverOne("first-" + hour);
      deliverOne("second-" + hour);
      deliverOne("third-" + hour);
      clock.advance(Duration.ofHours(1 + hour % 2));
    }
    List<Digest> before = allRanges(16);
    Instant day = Instant.parse("2026-03-29T00:00:00Z");
    reconciliation.digests(A, EPOCH, day.plus(HOUR), day.plus(HOUR.multipliedBy(5)), Step.HOUR);

    assertThat(schema().count("tireless_digest")).isEqualTo(3);
    assertThat(allRanges(16)).isEqualTo(before);
    assertThat(before).contains(ownDigest(0, 15), ownDigest(4, 11), Digest.EMPTY);
  }

  private List<Digest> allRanges(long most) {
    return LongStream.range(0, most)
        .boxed()
        .flatMap(
            after ->
                LongStream.rangeClosed(after, most)
                    .mapToObj(until -> reconciliation.digest(A, EPOCH, after, until)))
        .toList();
  }

  @Test
  void readsNoDeliveriesOfHoursThatAreKept() {
    InterruptedPool pool = new InterruptedPool(pool());
    Reconciliation watched = new Reconciliation(pool.dataSource(), clock);
    for (int hour = 0; hour < 30; hour++) {
      deliverOne("h" + hour);
      clock.advance(HOUR);
    }
    Instant day = Instant.parse("2026-03-29T00:00:00Z");
    List<DigestBucket> first = watched.digests(A, EPOCH, day, day.plus(DAY), Step.DAY);
    Digest range = reconciliation.digest(A, EPOCH, 0, 23);
    pool.takeStatements();

    assertThat(watched.digests(A, EPOCH, day, day.plus(DAY), Step.DAY)).isEqualTo(first);
    assertThat(pool.takeStatements()).hasSizeLessThan(50);
    assertThat(watched.digest(A, EPOCH, 0, 23)).isEqualTo(range).isEqualTo(first.get(0).digest());
    assertThat(pool.takeStatements()).noneMatch(sql -> sql.contains("n.payload_hash"));
  }

  @Test
  void refusesBucketsAndRangesOfAnEpochThatIsOver() {
    Instant hour = Instant.parse("2026-03-29T00:00:00Z");
    deliverOne("one");
    receivers.raiseEpoch();

    assertThatThrownBy(() -> reconciliation.digests(A, EPOCH, hour, hour.plus(HOUR), Step.HOUR))
        .isInstanceOf(EpochChangedException.class);
    assertThatThrownBy(() -> reconciliation.digest(A, EPOCH, 0, 1))
        .isInstanceOf(EpochChangedException.class);
  }

  private void deliverOne(String subject) {
    publish(recharge(subject.replace(' ', '-')));
    node("sequencer").sequenceAll();
  }

  /** As the receiver adds up what it was told. */
  private Digest ownDigest(long after, long until) {
    DigestSum sum = new DigestSum();
    reconciliation
        .feed(A, new FeedQuestion(EPOCH, after, until, 1000))
        .items()
        .forEach(
            item -> sum.add(item.id(), item.seq(), HexFormat.of().parseHex(item.payloadHash())));
    return sum.digest();
  }
}
