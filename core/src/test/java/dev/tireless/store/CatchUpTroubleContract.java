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
import dev.tireless.receive.NotificationHandler;
import dev.tireless.receive.NotifierException;
import dev.tireless.testdatabases.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * What a receiver does while something breaks or changes as it looks, or its acks are not heard.
 */
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
}
