package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.DeliveryState;
import dev.tireless.LocalTransaction;
import dev.tireless.receive.CatchUp;
import dev.tireless.receive.CatchUpReport;
import dev.tireless.receive.CatchUpReport.Reason;
import dev.tireless.receive.CatchUpSettings;
import dev.tireless.receive.Inbox;
import dev.tireless.receive.InboxOutcome;
import dev.tireless.receive.NotificationHandler;
import dev.tireless.receive.NotifierException;
import dev.tireless.receive.Place;
import dev.tireless.receive.ReceivedNotification;
import dev.tireless.receive.RefusedException;
import dev.tireless.receive.SideBySide;
import dev.tireless.reconcile.Caller;
import dev.tireless.reconcile.FeedQuestion;
import dev.tireless.reconcile.Reconciliation;
import dev.tireless.reconcile.Scope;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.wire.FeedItem;
import dev.tireless.wire.FeedPage;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A receiver finds out by itself what it missed. Both sides share a database here. */
abstract class CatchUpContract extends StoreContract {

  private static final String NOTIFIER = "pay";
  private static final Caller CALLER = new Caller(TENANT, "a", Scope.ALL);
  private static final CatchUpSettings SETTINGS = CatchUpSettings.of(NOTIFIER, "one");

  private final List<String> applied = new ArrayList<>();
  private final Set<String> refused = new HashSet<>();
  private final Set<String> failing = new HashSet<>();
  private Reconciliation reconciliation;
  private DirectClient client;
  private Inbox inbox;
  private CatchUp catchUp;

  CatchUpContract(Supplier<TestDatabase> databases) {
    super(databases);
  }

  @BeforeEach
  void prepare() {
    subscribe("a");
    applied.clear();
    refused.clear();
    failing.clear();
    reconciliation = new Reconciliation(pool(), clock);
    client = new DirectClient(reconciliation, CALLER);
    inbox = new Inbox(LocalTransaction.on(pool()), clock);
    catchUp = catchUp(SETTINGS);
  }

  // At the start.

  @Test
  void appliesWhatItNeverHeardOfOnceAndAcksIt() {
    deliver(3);

    CatchUpReport report = theOne(catchUp.step());

    assertThat(report.reason()).isEqualTo(Reason.START);
    assertThat(report.missing()).isEqualTo(3);
    assertThat(report.repaired()).isEqualTo(3);
    assertThat(applied).containsExactly("tx-1", "tx-2", "tx-3");
    assertThat(state("a", 2)).isEqualTo(DeliveryState.ACKED);
    assertThat(catchUp.status().contiguousSeq()).isEqualTo(3);
    assertThat(catchUp.status().lag()).isZero();
    assertThat(catchUp.reports(10)).containsExactly(report);
  }

  @Test
  void fetchesOnlyWhatWasNotPushed() {
    deliver(5);
    push(1, 2, 4);

    catchUp.step();

    assertThat(applied).containsExactly("tx-1", "tx-2", "tx-4", "tx-3", "tx-5");
    assertThat(client.takeCalls())
        .containsExactly(
            "watermark", "feed 3-3", "ack 1", "feed 5-5", "ack 1", "counts", "ack 5", "days");
  }

  @Test
  void readsALongBacklogPageByPage() {
    deliver(2500);

    catchUp.step();

    assertThat(applied).hasSize(2500).doesNotHaveDuplicates();
    assertThat(catchUp.status().contiguousSeq()).isEqualTo(2500);
    assertThat(client.takeCalls()).filteredOn(call -> call.startsWith("feed")).hasSize(3);
  }

  @Test
  void acksLaterWhatTheNotifierDidNotHear() {
    begin(1);
    deliverAlso(2);
    client.setDeaf(true);
    clock.advance(SETTINGS.idleTime());
    assertThatThrownBy(catchUp::step).isInstanceOf(NotifierException.class);
    assertThat(applied).hasSize(3);
    assertThat(state("a", 2)).isEqualTo(DeliveryState.PENDING);

    client.setDeaf(false);
    catchUp.step();
    assertThat(state("a", 2)).isEqualTo(DeliveryState.ACKED);
    assertThat(state("a", 3)).isEqualTo(DeliveryState.ACKED);
    assertThat(applied).hasSize(3);
  }

  @Test
  void acksAtItsStartWhatItAppliedBeforeItDied() {
    deliver(3);
    client.setDeaf(true);
    assertThatThrownBy(catchUp::step).isInstanceOf(NotifierException.class);
    client.setDeaf(false);

    catchUp(SETTINGS).step();

    assertThat(state("a", 3)).isEqualTo(DeliveryState.ACKED);
    assertThat(applied).hasSize(3);
  }

  // A hole.

  @Test
  void asksForExactlyTheHoleOnceItIsOld() {
    begin(2);
    deliverAlso(4);
    push(6);

    assertThat(catchUp.step()).isEmpty();
    assertThat(client.takeCalls()).isEmpty();

    clock.advance(SETTINGS.graceTime());
    CatchUpReport report = theOne(catchUp.step());

    assertThat(client.takeCalls()).containsExactly("feed 3-5", "ack 3");
    assertThat(report.reason()).isEqualTo(Reason.HOLE);
    assertThat(report.fromSeq()).isEqualTo(3);
    assertThat(report.toSeq()).isEqualTo(5);
    assertThat(applied).hasSize(6).doesNotHaveDuplicates();
    assertThat(catchUp.status().contiguousSeq()).isEqualTo(6);
  }

  @Test
  void countsWhatIsMissing() {
    begin(1);
    deliverAlso(5);
    push(3, 6);

    assertThat(catchUp.status().holes()).isEqualTo(3);
    assertThat(catchUp.status().contiguousSeq()).isEqualTo(1);
    assertThat(catchUp.status().lag()).isEqualTo(5);
  }

  // Silence.

  @Test
  void asksOnceWhetherThereIsMoreWhenNothingIsHeard() {
    begin(2);

    clock.advance(SETTINGS.idleTime());
    assertThat(catchUp.step()).isEmpty();
    assertThat(catchUp.step()).isEmpty();
    assertThat(client.takeCalls()).containsExactly("watermark?");

    deliverAlso(2);
    clock.advance(SETTINGS.idleTime());
    assertThat(theOne(catchUp.step()).reason()).isEqualTo(Reason.SILENCE);
    assertThat(client.takeCalls()).containsExactly("watermark?", "feed 3-4", "ack 2");
  }

  // What failed.

  @Test
  void isNotHeldUpByWhatIsRefusedNorAsksForItAgain() {
    refused.add("tx-2");
    deliver(4);

    CatchUpReport report = theOne(catchUp.step());

    assertThat(applied).containsExactly("tx-1", "tx-3", "tx-4");
    assertThat(report.stillOpen()).isEqualTo(1);
    assertThat(report.detail()).contains("tx-2");
    assertThat(state("a", 2)).isEqualTo(DeliveryState.PENDING);
    client.takeCalls();
    clock.advance(SETTINGS.idleTime());
    assertThat(catchUp.step()).isEmpty();
    assertThat(client.takeCalls()).containsExactly("watermark?");
  }

  @Test
  void fetchesWhatFailedAgainAfterAWhile() {
    failing.add("tx-2");
    deliver(3);
    catchUp.step();
    client.takeCalls();
    failing.clear();

    clock.advance(SETTINGS.retryGap().minusSeconds(1));
    assertThat(catchUp.step()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    CatchUpReport report = theOne(catchUp.step());

    assertThat(report.reason()).isEqualTo(Reason.RETRY);
    assertThat(report.repaired()).isEqualTo(1);
    assertThat(client.takeCalls()).contains("feed 2-2");
    assertThat(applied).containsExactly("tx-1", "tx-3", "tx-2");
    assertThat(inbox.failed(10)).isEmpty();
  }

  @Test
  void keepsWhatWasExpungedVisibleAndGoesOn() {
    deliver(2);
    schema().execute("UPDATE tireless_notification SET payload = NULL WHERE subject = 'tx-1'");

    theOne(catchUp.step());

    assertThat(applied).containsExactly("tx-2");
    assertThat(inbox.failed(10)).hasSize(1);
    assertThat(inbox.failed(10).get(0).reason()).contains("expunged");
    assertThat(catchUp.status().contiguousSeq()).isEqualTo(2);
  }

  // Comparing.

  @Test
  void provesADayEqualByOneQuestion() {
    begin(100);

    clock.advance(Duration.ofDays(1));
    List<CatchUpReport> reports = catchUp.step();

    CatchUpReport nightly = reports.get(reports.size() - 1);
    assertThat(nightly.reason()).isEqualTo(Reason.NIGHTLY);
    assertThat(nightly.compared()).isEqualTo(100);
    assertThat(nightly.missing()).isZero();
    assertThat(client.takeCalls()).containsExactly("watermark?", "days");
    assertThat(catchUp.step()).isEmpty();
  }

  @Test
  void findsAReceiptThatWasDeletedAndAppliesItAgain() {
    begin(5000);
    schema().execute("DELETE FROM tireless_receipt WHERE subject IN ('tx-7', 'tx-4321')");
    applied.clear();

    clock.advance(Duration.ofDays(1));
    List<CatchUpReport> reports = catchUp.step();

    CatchUpReport nightly = reports.get(reports.size() - 1);
    assertThat(nightly.missing()).isEqualTo(2);
    assertThat(nightly.repaired()).isEqualTo(2);
    assertThat(nightly.compared()).isEqualTo(5000);
    assertThat(applied).containsExactly("tx-7", "tx-4321");
    assertThat(client.takeCalls()).hasSizeLessThan(35);
    assertThat(catchUp.compare().orElseThrow().missing()).isZero();
  }

  @Test
  void findsWhatCameWithAnotherPayload() {
    begin(3);
    schema()
        .execute("UPDATE tireless_seen SET payload_hash = ? WHERE seq = 2", (Object) new byte[32]);

    CatchUpReport report = catchUp.compare().orElseThrow();

    assertThat(report.reason()).isEqualTo(Reason.REQUEST);
    assertThat(report.missing()).isEqualTo(1);
  }

  @Test
  void putsBothSidesOfADayBesideEachOther() {
    begin(20);
    clock.advance(Duration.ofHours(2));
    deliverAlso(30);
    catchUp.step();
    schema().execute("DELETE FROM tireless_receipt WHERE subject IN ('tx-7', 'also-9')");
    int before = applied.size();

    List<SideBySide> sides = catchUp.sides(LocalDate.parse("2026-03-29"));

    assertThat(sides).hasSize(2);
    assertThat(sides.get(0).from()).isEqualTo("2026-03-29T01:00:00Z");
    assertThat(sides.get(0).notifier().count()).isEqualTo(20);
    assertThat(sides.get(0).receiver().count()).isEqualTo(19);
    assertThat(sides.get(0).differing()).containsExactly("7 recharge.completed/tx-7");
    assertThat(sides.get(1).to()).isNull();
    assertThat(sides.get(1).differing()).containsExactly("29 recharge.completed/also-9");
    assertThat(sides).noneMatch(SideBySide::isEqual);
    assertThat(applied).hasSize(before);
    assertThat(catchUp.sides(LocalDate.parse("2026-03-28"))).isEmpty();
    assertThat(catchUp.compare().orElseThrow().repaired()).isEqualTo(2);
    assertThat(catchUp.sides(LocalDate.parse("2026-03-29"))).allMatch(SideBySide::isEqual);
  }

  // Restored from a backup.

  @Test
  void endsEqualAfterTheNotifierWasRestoredAndItsEpochRaised() {
    begin(5);
    setNotifierBackTo(3);
    receivers.raiseEpoch();
    deliverSubjects("after-1", "after-2", "after-3");

    clock.advance(SETTINGS.idleTime());
    CatchUpReport report = theOne(catchUp.step());

    assertThat(report.reason()).isEqualTo(Reason.EPOCH);
    assertThat(report.epoch()).isEqualTo(2);
    assertThat(report.missing()).isEqualTo(3);
    assertThat(report.detail()).contains("up to 5");
    assertThat(applied)
        .containsExactly("tx-1", "tx-2", "tx-3", "tx-4", "tx-5", "after-1", "after-2", "after-3");
    assertThat(catchUp.compare().orElseThrow().missing()).isZero();
    assertThat(catchUp.status().lag()).isZero();
  }

  @Test
  void saysSoWhenTheSequenceWentBackWithoutANewEpoch() {
    begin(5);
    setNotifierBackTo(3);

    clock.advance(SETTINGS.idleTime());
    CatchUpReport report = theOne(catchUp.step());

    assertThat(report.reason()).isEqualTo(Reason.EPOCH);
    assertThat(report.detail()).contains("went back from 5 to 3");
    assertThat(report.missing()).isZero();
  }

  @Test
  void getsBackWhatItsOwnBackupDoesNotHave() {
    begin(5);
    schema().execute("DELETE FROM tireless_receipt WHERE subject IN ('tx-4', 'tx-5')");
    schema().execute("DELETE FROM tireless_seen WHERE seq > 3");
    schema().execute("UPDATE tireless_catch_up SET contiguous_seq = 3");
    applied.clear();

    theOne(catchUp(SETTINGS).step());

    assertThat(applied).containsExactly("tx-4", "tx-5");
  }

  // Several instances.

  @Test
  void leavesItToTheInstanceThatHasTheLease() {
    begin(1);
    CatchUp other = catchUp(CatchUpSettings.of(NOTIFIER, "two"));
    deliverAlso(1);

    assertThat(other.step()).isEmpty();
    assertThat(other.compare()).isEmpty();
    assertThat(applied).hasSize(1);

    catchUp.giveBack();
    theOne(other.step());
    assertThat(applied).hasSize(2);
    assertThat(catchUp.step()).isEmpty();

    clock.advance(SETTINGS.lease());
    catchUp.step();
    assertThat(other.step()).isEmpty();
  }

  // Answers that cannot be true.

  @Test
  void appliesNothingOfAnAnswerThatCannotBeTrue() {
    deliver(3);
    client.lie(page -> with(page, page.items().subList(1, 3)));
    assertThatThrownBy(catchUp::step)
        .isInstanceOf(NotifierException.class)
        .hasMessageContaining("2 where 1 comes next");
    client.lie(page -> with(page, List.of(other(page.items().get(0)))));
    assertThatThrownBy(catchUp::step)
        .isInstanceOf(NotifierException.class)
        .hasMessageContaining("does not have its hash");
    assertThat(applied).isEmpty();

    client.lie(page -> page);
    catchUp.step();
    assertThat(applied).hasSize(3);
  }

  private static FeedPage with(FeedPage page, List<FeedItem> items) {
    return new FeedPage(page.epoch(), items, page.hasMore(), page.watermark());
  }

  private static FeedItem other(FeedItem i) {
    return new FeedItem(
        i.seq(),
        i.id(),
        i.topic(),
        i.subject(),
        i.version(),
        i.contentType(),
        "another",
        i.payloadEncoding(),
        i.payloadHash());
  }

  /** So many are there, and known. */
  private void begin(int notifications) {
    deliver(notifications);
    catchUp.step();
    client.takeCalls();
    assertThat(applied).hasSize(notifications);
  }

  private void deliverAlso(int notifications) {
    deliverSubjects(
        LongStream.rangeClosed(1, notifications).mapToObj(i -> "also-" + i).toArray(String[]::new));
  }

  private void deliverSubjects(String... subjects) {
    for (String subject : subjects) {
      publish(recharge(subject));
    }
    node("sequencer").sequenceAll();
  }

  /** As the engine would have, without an ack. */
  private void push(long... seqs) {
    for (long seq : seqs) {
      FeedItem item =
          reconciliation.feed(CALLER, new FeedQuestion(1, seq - 1, seq, 1)).items().get(0);
      ReceivedNotification pushed =
          new ReceivedNotification(
              NOTIFIER,
              item.id(),
              item.topic(),
              item.subject(),
              item.version(),
              item.contentType(),
              dev.tireless.Payload.of(Objects.requireNonNull(item.bytes())),
              new Place(1, seq, 1),
              true);
      assertThat(inbox.receive(pushed, handler()).outcome()).isEqualTo(InboxOutcome.APPLIED);
    }
  }

  private void setNotifierBackTo(long seq) {
    schema().execute("DELETE FROM tireless_due WHERE seq > " + seq);
    schema().execute("DELETE FROM tireless_attempt WHERE seq > " + seq);
    schema().execute("DELETE FROM tireless_delivery WHERE seq > " + seq);
    schema()
        .execute(
            "DELETE FROM tireless_notification WHERE id NOT IN"
                + " (SELECT notification_id FROM tireless_delivery)");
    schema().execute("UPDATE tireless_receiver_head SET last_seq = " + seq);
  }

  private CatchUp catchUp(CatchUpSettings settings) {
    return new CatchUp(client, settings, inbox, topic -> Optional.of(handler()), pool(), clock);
  }

  private NotificationHandler handler() {
    return (c, n) -> {
      if (refused.contains(n.subject())) {
        throw new RefusedException("Not wanted");
      }
      if (failing.contains(n.subject())) {
        throw new IllegalStateException("Out of order");
      }
      applied.add(n.subject());
    };
  }

  private static CatchUpReport theOne(List<CatchUpReport> reports) {
    List<CatchUpReport> others =
        reports.stream().filter(r -> r.reason() != Reason.NIGHTLY).toList();
    assertThat(others).hasSize(1);
    return others.get(0);
  }
}
