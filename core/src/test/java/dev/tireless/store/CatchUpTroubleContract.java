package dev.tireless.store;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tireless.DeliveryState;
import dev.tireless.receive.CatchUp;
import dev.tireless.receive.CatchUpReport;
import dev.tireless.receive.CatchUpReport.Reason;
import dev.tireless.receive.CatchUpSettings;
import dev.tireless.receive.CatchUpThread;
import dev.tireless.receive.FailedNotification;
import dev.tireless.receive.InboxOutcome;
import dev.tireless.receive.NotificationHandler;
import dev.tireless.receive.NotifierException;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.wire.FeedItem;
import dev.tireless.wire.FeedPage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a receiver finds out by itself while something breaks, changes or lies. */
abstract class CatchUpTroubleContract extends CatchUpScene {

  CatchUpTroubleContract(TestDatabase database) {
    super(database);
  }

  // While it looks.

  @Test
  void takesWhatIsPushedWhileItAsksForNoSequenceThatWentBack() {
    begin(2);
    deliverSubjects("more-3");
    clock.advance(SETTINGS.idleTime());
    client.meanwhile(
        () -> {
          deliverAlso(2);
          push(4, 5);
        });

    CatchUpReport report = theOne(catchUp.step());

    assertThat(report.reason()).isEqualTo(Reason.SILENCE);
    assertThat(report.repaired()).isEqualTo(1);
    assertThat(applied).hasSize(5);
  }

  @Test
  void goesOnAtOnceWithWhatItWasToldOfAndCouldNotFetch() {
    begin(1);
    deliverAlso(15);
    client.setPage(10);
    clock.advance(SETTINGS.idleTime());
    client.failAt("feed 12", new NotifierException("Away", null, null));
    assertThatThrownBy(catchUp::step).isInstanceOf(NotifierException.class);
    assertThat(applied).hasSize(11);
    assertThat(catchUp.reports(1).get(0).detail()).contains("Broken off", "Away");

    catchUp.step();

    assertThat(applied).hasSize(16).doesNotHaveDuplicates();
  }

  @Test
  void keepsItsLeaseHoweverLongTheItemsTake() {
    CatchUp other = catchUp(CatchUpSettings.of(NOTIFIER, "two"));
    NotificationHandler slow =
        (c, n) -> {
          clock.advance(SETTINGS.lease().dividedBy(2));
          handler().handle(c, n);
        };
    deliver(6);
    Function<String, Optional<NotificationHandler>> handlers =
        topic ->
            Optional.of(
                (c, n) -> {
                  assertThat(other.step()).isEmpty();
                  slow.handle(c, n);
                });

    theOne(new CatchUp(client, SETTINGS, inbox, handlers, pool(), clock).step());

    assertThat(applied).hasSize(6).doesNotHaveDuplicates();
    assertThat(client.takeCalls()).filteredOn(call -> call.equals("watermark")).hasSize(1);
  }

  @Test
  void endsBehindTheItemThatItIsApplyingWhenItIsClosed() {
    deliver(400);
    NotificationHandler slow =
        (c, n) -> {
          LockSupport.parkNanos(MILLISECONDS.toNanos(5));
          handler().handle(c, n);
        };
    CatchUp closing =
        new CatchUp(client, SETTINGS, inbox, topic -> Optional.of(slow), pool(), clock);
    try (CatchUpThread thread = new CatchUpThread(closing)) {
      thread.start();
      await().until(() -> inTransaction(CatchUpTroubleContract::seen) > 3);
    }
    long seen = inTransaction(CatchUpTroubleContract::seen);
    assertThat(seen).isLessThan(400);
    assertThat(state("a", seen)).isEqualTo(DeliveryState.ACKED);

    theOne(catchUp(CatchUpSettings.of(NOTIFIER, "two")).step());
    assertThat(applied).hasSize(400).doesNotHaveDuplicates();
  }

  @Test
  void doesNotTakeWhatIsNeitherAppliedNorNotedForCompared() {
    begin(3);
    setNotifierBackTo(1);
    receivers.raiseEpoch();
    deliverSubjects("after-2", "after-3");
    failing.add("after-2");
    schema()
        .execute("ALTER TABLE tireless_seen ADD CONSTRAINT full_up CHECK (outcome <> 'FAILED')");
    try {
      clock.advance(SETTINGS.idleTime());
      assertThatThrownBy(catchUp::step).hasMessageContaining("neither be applied nor noted");
      assertThat(applied).contains("after-3");
      assertThat(catchUp.status().epoch()).isEqualTo(1);
    } finally {
      schema().execute("ALTER TABLE tireless_seen DROP CONSTRAINT full_up");
    }
    failing.clear();

    assertThat(theOne(catchUp.step()).reason()).isEqualTo(Reason.EPOCH);
    assertThat(applied).endsWith("after-3", "after-2");
    assertThat(catchUp.status().epoch()).isEqualTo(2);
  }

  private static long seen(Connection c) throws SQLException {
    return Jdbc.query(c, "SELECT COUNT(*) FROM tireless_seen", row -> row.getLong(1)).get(0);
  }

  @Test
  void looksAgainWhateverHappened() {
    deliver(2);
    client.failAt("watermark", new IllegalStateException("Broken"));
    NotificationHandler interrupting =
        (c, n) -> {
          handler().handle(c, n);
          Thread.currentThread().interrupt();
        };
    CatchUp interrupted =
        new CatchUp(client, SETTINGS, inbox, topic -> Optional.of(interrupting), pool(), clock);

    try (CatchUpThread thread = new CatchUpThread(interrupted)) {
      thread.start();
      await().until(() -> inTransaction(CatchUpTroubleContract::seen) == 2);
      deliverSubjects("more-3");
      clock.advance(SETTINGS.idleTime());
      await().until(() -> inTransaction(CatchUpTroubleContract::seen) == 3);
    }
  }

  @Test
  void takesOverALeaseThatAWrongClockTook() {
    begin(1);
    clock.advance(Duration.ofDays(1));
    catchUp.step();
    clock.set(START.plusSeconds(10));
    deliverAlso(1);

    theOne(catchUp(CatchUpSettings.of(NOTIFIER, "two")).step());

    assertThat(applied).hasSize(2);
  }

  // Acks.

  @Test
  void fetchesOnWhenNobodyHearsItsAcks() {
    begin(2);
    client.setDeaf(true);
    deliverAlso(4);
    push(6);
    clock.advance(SETTINGS.graceTime());

    assertThatThrownBy(catchUp::step).hasMessageContaining("Nobody hears");
    deliverSubjects("more-1", "more-2", "more-3");
    push(9);
    clock.advance(SETTINGS.graceTime());
    assertThatThrownBy(catchUp::step).hasMessageContaining("Nobody hears");

    assertThat(applied).hasSize(9);
    client.setDeaf(false);
    catchUp.step();
    assertThat(state("a", 3)).isEqualTo(DeliveryState.ACKED);
    assertThat(state("a", 8)).isEqualTo(DeliveryState.ACKED);
  }

  @Test
  void acksNoNumberThatIsAnotherNotificationsNow() {
    begin(3);
    setNotifierBackTo(1);
    deliverSubjects("other-2", "other-3", "other-4");

    catchUp(SETTINGS).step();

    assertThat(state("a", 2)).isEqualTo(DeliveryState.PENDING);
    assertThat(state("a", 3)).isEqualTo(DeliveryState.PENDING);
    assertThat(state("a", 4)).isEqualTo(DeliveryState.ACKED);
  }

  @Test
  void acksNoNumberOfAnEpochThatIsOver() {
    begin(1);
    deliverAlso(1);
    client.setDeaf(true);
    clock.advance(SETTINGS.idleTime());
    assertThatThrownBy(catchUp::step).isInstanceOf(NotifierException.class);
    catchUp.giveBack();
    client.setDeaf(false);
    setNotifierBackTo(1);
    receivers.raiseEpoch();
    deliverSubjects("after-2");
    failing.add("after-2");
    CatchUp other = catchUp(CatchUpSettings.of(NOTIFIER, "two"));
    assertThat(theOne(other.step()).reason()).isEqualTo(Reason.EPOCH);
    other.giveBack();

    assertThat(catchUp.step()).isEmpty();

    assertThat(state("a", 2)).isEqualTo(DeliveryState.PENDING);
  }

  @Test
  void acksNoNumberThatWasGivenToAnotherSinceItsAckFailed() {
    begin(1);
    deliverAlso(2);
    client.setDeaf(true);
    clock.advance(SETTINGS.idleTime());
    assertThatThrownBy(catchUp::step).isInstanceOf(NotifierException.class);
    client.setDeaf(false);
    setNotifierBackTo(1);
    deliverSubjects("other-2", "other-3");

    catchUp.step();

    assertThat(state("a", 2)).isEqualTo(DeliveryState.PENDING);
    assertThat(state("a", 3)).isEqualTo(DeliveryState.PENDING);
  }

  @Test
  void makesUpForTheAcksOfWhatCameLast() {
    deliver(4);
    for (long seq : new long[] {2, 3, 4, 1}) {
      clock.advance(Duration.ofSeconds(1));
      push(seq);
    }

    CatchUpStore store = new CatchUpStore(dialect());
    List<Long> newest = inTransaction(c -> store.newestApplied(c, NOTIFIER, 1, 2));

    assertThat(newest).containsExactly(1L, 4L);
  }

  // What fails, or cannot be used.

  @Test
  void doesWhatItCanWhenOneQuestionIsAnsweredBadly() {
    failing.add("tx-2");
    deliver(3);
    client.failAt("days", new NotifierException("No digest", null, null));
    assertThatThrownBy(catchUp::step).hasMessage("No digest");
    assertThat(state("a", 3)).isEqualTo(DeliveryState.ACKED);

    failing.clear();
    clock.advance(SETTINGS.retryGap());
    client.failAt("days", new NotifierException("No digest", null, null));
    assertThatThrownBy(catchUp::step).hasMessage("No digest");
    assertThat(applied).containsExactly("tx-1", "tx-3", "tx-2");
    assertThat(state("a", 2)).isEqualTo(DeliveryState.ACKED);
  }

  @Test
  void comparesAgainWhenTheComparisonOfASequenceThatWentBackBreaksOff() {
    begin(5);
    setNotifierBackTo(3);
    clock.advance(SETTINGS.idleTime());
    client.failAt("digest", new NotifierException("Away", null, null));
    assertThatThrownBy(catchUp::step).hasMessage("Away");

    assertThat(theOne(catchUp.step()).detail()).contains("went back from 5 to 3");
  }

  @Test
  void triesAgainWhatAComparisonFoundAndCouldNotApply() {
    begin(3);
    schema().execute("DELETE FROM tireless_receipt WHERE subject = 'tx-2'");
    failing.add("tx-2");
    applied.clear();
    clock.advance(Duration.ofDays(1));
    catchUp.step();
    assertThat(catchUp.lastComparison().orElseThrow().stillOpen()).isEqualTo(1);
    assertThat(inbox.failed(10)).extracting(FailedNotification::subject).containsExactly("tx-2");

    failing.clear();
    clock.advance(SETTINGS.retryGap());
    CatchUpReport report = theOne(catchUp.step());

    assertThat(report.reason()).isEqualTo(Reason.RETRY);
    assertThat(applied).containsExactly("tx-2");
    assertThat(inbox.failed(10)).isEmpty();
    assertThat(catchUp.lastComparison().orElseThrow().stillOpen()).isEqualTo(1);
  }

  @Test
  void refusesWhatWasExpungedAndDoesNotAskForItAgain() {
    deliver(2);
    schema().execute("UPDATE tireless_notification SET payload = NULL WHERE subject = 'tx-1'");
    theOne(catchUp.step());
    assertThat(inbox.failed(10).get(0).outcome()).isEqualTo(InboxOutcome.REFUSED);
    client.takeCalls();

    clock.advance(SETTINGS.retryGap().minusSeconds(1));
    assertThat(catchUp.step()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(catchUp.step()).isEmpty();

    assertThat(client.takeCalls()).containsExactly("watermark?");
  }

  @Test
  void hasNothingOpenWhenWhatWasExpungedIsAppliedAlready() {
    begin(2);
    schema().execute("DELETE FROM tireless_seen WHERE seq = 2");
    schema().execute("UPDATE tireless_notification SET payload = NULL WHERE subject = 'tx-2'");

    CatchUpReport report = catchUp.compare().orElseThrow();

    assertThat(report.repaired()).isEqualTo(1);
    assertThat(inbox.failed(10)).isEmpty();
    assertThat(applied).containsExactly("tx-1", "tx-2");
  }

  @Test
  void goesOnBehindAnItemThatCannotBeUsed() {
    deliver(3);
    client.lie(
        page -> with(page, page.items().stream().map(i -> i.seq() == 2 ? other(i) : i).toList()));

    CatchUpReport report = theOne(catchUp.step());

    assertThat(applied).containsExactly("tx-1", "tx-3");
    assertThat(report.stillOpen()).isEqualTo(1);
    assertThat(inbox.failed(10).get(0).reason()).contains("does not have its hash");
    client.lie(page -> page);
    clock.advance(SETTINGS.retryGap());
    assertThat(theOne(catchUp.step()).repaired()).isEqualTo(1);
    assertThat(applied).containsExactly("tx-1", "tx-3", "tx-2");
  }

  @Test
  void appliesNothingOfAPageThatCannotBeTrue() {
    deliver(3);
    client.lie(page -> with(page, page.items().subList(1, 3)));
    assertThatThrownBy(catchUp::step)
        .isInstanceOf(NotifierException.class)
        .hasMessageContaining("2 where 1 comes next");
    assertThat(applied).isEmpty();

    client.lie(page -> page);
    catchUp.step();
    assertThat(applied).hasSize(3);
  }

  @Test
  void goesOnBehindAPageThatCannotBeUsed() {
    begin(1);
    deliverAlso(4);
    push(3, 5);
    clock.advance(SETTINGS.graceTime());
    client.lie(page -> page.items().get(0).seq() == 2 ? with(page, List.of(unnamed(page))) : page);

    for (int look = 1; look <= 2; look++) {
      assertThatThrownBy(catchUp::step).hasMessageContaining("without names at 2");
    }
    assertThat(applied).containsExactly("tx-1", "also-2", "also-4", "also-3");
    assertThat(catchUp.reports(10)).filteredOn(r -> r.reason() != Reason.START).hasSize(1);

    client.lie(page -> page);
    catchUp.step();
    assertThat(applied).hasSize(5);
  }

  private static FeedItem unnamed(FeedPage page) {
    FeedItem i = page.items().get(0);
    return new FeedItem(
        i.seq(),
        "x".repeat(129),
        i.topic(),
        i.subject(),
        i.version(),
        i.contentType(),
        i.payload(),
        i.payloadEncoding(),
        i.payloadHash());
  }

  @Test
  void saysSoWhenTheFeedEndsBeforeTheWatermark() {
    deliver(3);
    client.lie(page -> with(page, List.of()));

    assertThatThrownBy(catchUp::step).hasMessageContaining("told of 3, but its feed ends before");
    assertThat(client.takeCalls()).filteredOn(call -> call.startsWith("feed")).hasSizeLessThan(4);
  }

  @Test
  void hasNothingOpenWhenWhatWasRefusedIsAppliedInAnotherWay() {
    refused.add("tx-1");
    deliver(1);
    catchUp.step();
    refused.clear();
    assertThat(inbox.failed(10)).hasSize(1);

    assertThat(receive(1, null)).isEqualTo(InboxOutcome.APPLIED);

    assertThat(inbox.failed(10)).isEmpty();
  }

  // Numbers that were given twice.

  @Test
  void noticesThatTheSequenceWentBackForTheSecondTime() {
    begin(5);
    setNotifierBackTo(3);
    clock.advance(SETTINGS.idleTime());
    theOne(catchUp.step());
    deliverSubjects("anew-4", "anew-5", "anew-6", "anew-7", "anew-8", "anew-9");
    clock.advance(SETTINGS.idleTime());
    catchUp.step();
    deliverSubjects("more-10", "more-11", "more-12");
    push(12);
    setNotifierBackTo(10);

    clock.advance(SETTINGS.graceTime());
    List<CatchUpReport> reports = catchUp.step();

    assertThat(reports.get(reports.size() - 1).detail()).contains("went back from 12 to 10");
    assertThat(applied).contains("more-10").doesNotContain("more-11").doesNotHaveDuplicates();
    assertThat(catchUp.step()).isEmpty();
  }

  @Test
  void noticesThatTheSequenceWentBackToWhatItWasToldLast() {
    begin(3);
    deliverAlso(2);
    push(4, 5);
    setNotifierBackTo(3);

    clock.advance(SETTINGS.idleTime());

    assertThat(theOne(catchUp.step()).detail()).contains("went back from 5 to 3");
  }

  @Test
  void leavesAnothersResultAloneWhereItsOwnFailed() {
    begin(1);
    deliverAlso(1);
    failing.add("also-1");
    assertThat(receive(2)).isEqualTo(InboxOutcome.FAILED);
    setNotifierBackTo(1);
    deliverSubjects("other-2", "other-3");
    clock.advance(SETTINGS.retryGap());
    catchUp.step();
    client.takeCalls();

    clock.advance(SETTINGS.retryGap());
    assertThat(catchUp.step()).isEmpty();
    assertThat(client.takeCalls()).doesNotContain("ack 1");
  }

  @Test
  void asksNoMoreForNumbersThatTheNotifierLost() {
    begin(2);
    deliverAlso(4);
    failing.add("also-3");
    push(6);
    assertThat(receive(5)).isEqualTo(InboxOutcome.FAILED);
    setNotifierBackTo(3);
    clock.advance(SETTINGS.graceTime());

    List<CatchUpReport> reports = catchUp.step();
    assertThat(reports).extracting(CatchUpReport::reason).contains(Reason.EPOCH);
    assertThat(reports.get(reports.size() - 1).detail()).contains("went back from 6 to 3");
    assertThat(applied).contains("also-1").doesNotContain("also-2");
    client.takeCalls();

    clock.advance(SETTINGS.retryGap().minusSeconds(1));
    for (int look = 1; look <= 3; look++) {
      assertThat(catchUp.step()).isEmpty();
    }
    assertThat(client.takeCalls()).isEmpty();
  }

  @Test
  void takesTheNumbersThatAreGivenAnewWithoutComparingEverything() {
    begin(5);
    setNotifierBackTo(3);
    clock.advance(SETTINGS.idleTime());
    theOne(catchUp.step());
    deliverSubjects("anew-4");
    client.takeCalls();

    clock.advance(SETTINGS.idleTime());
    assertThat(theOne(catchUp.step()).repaired()).isEqualTo(1);
    assertThat(client.takeCalls()).startsWith("watermark?", "digest 4-4");
    deliverSubjects("anew-5", "anew-6");
    clock.advance(SETTINGS.idleTime());
    catchUp.step();

    assertThat(applied).endsWith("anew-4", "anew-5", "anew-6").doesNotHaveDuplicates();
    assertThat(catchUp.status().lag()).isZero();
  }

  @Test
  void comparesWhenANumberComesWithAnotherNotification() {
    begin(3);
    setNotifierBackTo(2);
    deliverSubjects("other-3", "other-4");
    push(3);

    clock.advance(SETTINGS.graceTime().minusSeconds(1));
    assertThat(catchUp.step()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    CatchUpReport report = theOne(catchUp.step());

    assertThat(report.reason()).isEqualTo(Reason.EPOCH);
    assertThat(report.detail()).contains("another notification");
    assertThat(applied).containsExactly("tx-1", "tx-2", "tx-3", "other-3", "other-4");
    clock.advance(SETTINGS.graceTime());
    assertThat(catchUp.step()).isEmpty();
  }

  @Test
  void beginsAnewWhenTheComparisonAfterARestoreBreaksOff() {
    begin(5);
    setNotifierBackTo(3);
    receivers.raiseEpoch();
    deliverSubjects("after-1", "after-2", "after-3");
    clock.advance(SETTINGS.idleTime());
    client.failAt("digest", new NotifierException("Away", null, null));
    assertThatThrownBy(catchUp::step).hasMessageContaining("Away");
    client.takeCalls();

    CatchUpReport report = theOne(catchUp.step());

    assertThat(report.reason()).isEqualTo(Reason.EPOCH);
    assertThat(report.detail()).contains("up to 5");
    assertThat(report.missing()).isEqualTo(3);
    assertThat(client.takeCalls()).contains("feed 1-6").doesNotContain("feed 1-3");
    assertThat(applied).hasSize(8).doesNotHaveDuplicates();
  }

  @Test
  void triesWhatFailedBeforeARestoreAgain() {
    failing.add("tx-2");
    deliver(3);
    theOne(catchUp.step());
    receivers.raiseEpoch();
    clock.advance(SETTINGS.idleTime());
    assertThat(theOne(catchUp.step()).stillOpen()).isEqualTo(1);

    failing.clear();
    clock.advance(SETTINGS.retryGap());
    theOne(catchUp.step());

    assertThat(applied).containsExactly("tx-1", "tx-3", "tx-2");
    assertThat(inbox.failed(10)).isEmpty();
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
}
