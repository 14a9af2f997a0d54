package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.DeliveryState;
import dev.tireless.receive.CatchUpReport;
import dev.tireless.receive.CatchUpReport.Reason;
import dev.tireless.receive.FailedNotification;
import dev.tireless.receive.InboxOutcome;
import dev.tireless.receive.NotifierException;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.wire.FeedItem;
import dev.tireless.wire.FeedPage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a receiver does with what fails, is refused, or cannot be true. */
abstract class CatchUpRefusalContract extends CatchUpScene {

  CatchUpRefusalContract(TestDatabase database) {
    super(database);
  }

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
