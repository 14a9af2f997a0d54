package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.DeliveryState;
import dev.tireless.receive.CatchUp;
import dev.tireless.receive.CatchUpReport;
import dev.tireless.receive.CatchUpReport.Reason;
import dev.tireless.receive.CatchUpSettings;
import dev.tireless.receive.NotifierException;
import dev.tireless.receive.SideBySide;
import dev.tireless.testdatabases.TestDatabase;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a receiver finds out by itself while nothing is in its way. */
abstract class CatchUpContract extends CatchUpScene {

  CatchUpContract(TestDatabase database) {
    super(database);
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
            "watermark", "feed 3-3", "feed 5-5", "days", "counts", "digest 1-5", "ack 5");
  }

  @Test
  void readsALongBacklogPageByPage() {
    deliver(1100);

    catchUp.step();

    assertThat(applied).hasSize(1100).doesNotHaveDuplicates();
    assertThat(catchUp.status().contiguousSeq()).isEqualTo(1100);
    assertThat(client.takeCalls())
        .filteredOn(call -> call.startsWith("feed") || call.startsWith("ack"))
        .containsExactly("feed 1-1100", "ack 1000", "feed 1001-1100", "ack 1000");
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
  void comparesEachDayThatWasMissedHourByHour() {
    begin(10);
    clock.advance(Duration.ofHours(2));
    deliverSubjects("early-1", "early-2");
    catchUp.step();
    clock.advance(Duration.ofDays(1));
    deliverSubjects("late-1", "late-2", "late-3");
    push(13, 14, 15);
    schema().execute("DELETE FROM tireless_receipt WHERE subject IN ('early-2', 'late-3')");
    applied.clear();
    client.takeCalls();

    clock.advance(Duration.ofDays(2));
    List<CatchUpReport> nightly = catchUp.step();

    assertThat(nightly).extracting(CatchUpReport::reason).containsOnly(Reason.NIGHTLY);
    assertThat(nightly).extracting(CatchUpReport::compared).containsExactly(12L, 3L);
    assertThat(nightly).extracting(CatchUpReport::repaired).containsExactly(1L, 1L);
    assertThat(nightly.get(1).detail()).contains("2026-03-30");
    assertThat(applied).containsExactly("early-2", "late-3");
    assertThat(client.takeCalls()).filteredOn("days"::equals).hasSize(1);
    assertThat(catchUp.step()).isEmpty();
  }

  @Test
  void findsAReceiptThatWasDeletedAndAppliesItAgain() {
    begin(500);
    schema().execute("DELETE FROM tireless_receipt WHERE subject IN ('tx-7', 'tx-421')");
    applied.clear();

    clock.advance(Duration.ofDays(1));
    List<CatchUpReport> reports = catchUp.step();

    CatchUpReport nightly = reports.get(reports.size() - 1);
    assertThat(nightly.missing()).isEqualTo(2);
    assertThat(nightly.repaired()).isEqualTo(2);
    assertThat(nightly.compared()).isEqualTo(500);
    assertThat(applied).containsExactly("tx-7", "tx-421");
    assertThat(client.takeCalls()).hasSizeLessThan(22);
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
    deliverSubjects("more-1");
    assertThat(catchUp.step()).isEmpty();
    assertThat(applied).hasSize(2);

    clock.advance(SETTINGS.lease());
    theOne(catchUp.step());
    assertThat(applied).hasSize(3);
  }
}
