package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.receive.CatchUpReport;
import dev.tireless.receive.CatchUpReport.Reason;
import dev.tireless.receive.InboxOutcome;
import dev.tireless.receive.NotifierException;
import dev.tireless.testdatabases.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a receiver finds out when the notifier gave numbers twice, after a restore or without one.
 */
abstract class CatchUpRestoreContract extends CatchUpScene {

  CatchUpRestoreContract(TestDatabase database) {
    super(database);
  }

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
}
