package dev.tireless.receive;

import static dev.tireless.receive.InboxOutcome.APPLIED;
import static dev.tireless.receive.InboxOutcome.FAILED;
import static dev.tireless.receive.InboxOutcome.IGNORED;
import static dev.tireless.receive.InboxOutcome.REFUSED;
import static dev.tireless.receive.Samples.pushed;
import static dev.tireless.receive.Samples.queried;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.testing.SettableClock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What an inbox promises on every database, one delivery after the other. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class InboxContract {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final ReceiverDatabase database;
  private final SettableClock clock = new SettableClock(NOON);
  private final Inbox inbox;
  private final AtomicLong positions = new AtomicLong();
  private final NotificationHandler business =
      (connection, n) -> ReceiverDatabase.addEffect(connection, n, positions.incrementAndGet());

  InboxContract(ReceiverDatabase database) {
    this.database = database;
    this.inbox = new Inbox(database.transactions(), clock);
  }

  @AfterAll
  void drop() {
    database.close();
  }

  @Test
  void appliesWhatIsNew() {
    ReceivedNotification n = pushed();

    assertThat(inbox.receive(n, business)).isEqualTo(InboxResult.applied());
    assertThat(database.effects(n.subject())).containsExactly(1L);
    assertThat(seen(n)).isEqualTo("APPLIED");
  }

  @Test
  void ignoresWhatWasAppliedAndKeepsItSeenAsApplied() {
    ReceivedNotification n = pushed();
    inbox.receive(n, business);

    assertThat(inbox.receive(n, business)).isEqualTo(InboxResult.ignored(1));
    assertThat(database.effects(n.subject())).containsExactly(1L);
    assertThat(seen(n)).isEqualTo("APPLIED");
  }

  @Test
  void appliesAHigherVersionAndIgnoresALowerOne() {
    ReceivedNotification first = pushed(Samples.newSubject(), 1);
    ReceivedNotification second = pushed(first.subject(), 2);
    ReceivedNotification third = pushed(first.subject(), 3);

    assertThat(inbox.receive(first, business).outcome()).isEqualTo(APPLIED);
    assertThat(inbox.receive(third, business).outcome()).isEqualTo(APPLIED);
    assertThat(inbox.receive(second, business)).isEqualTo(InboxResult.ignored(3));
    assertThat(database.effects(first.subject())).containsExactly(1L, 3L);
    assertThat(seen(second)).isEqualTo("IGNORED");
  }

  @Test
  void keepsNothingOfAHandlerThatThrowsAfterWriting() {
    ReceivedNotification n = pushed();

    InboxResult result = inbox.receive(n, afterBusinessThrow(new SQLException("connection reset")));

    assertThat(result.outcome()).isEqualTo(FAILED);
    assertThat(result.cause()).hasMessage("connection reset");
    assertThat(database.effects(n.subject())).isEmpty();
    assertThat(seen(n)).isEqualTo("FAILED");
    assertThat(failed(n))
        .hasValueSatisfying(
            f -> {
              assertThat(f.outcome()).isEqualTo(FAILED);
              assertThat(f.reason()).contains("connection reset");
              assertThat(f.seenAt()).isEqualTo(clock.instant());
            });
  }

  @Test
  void appliesALaterDeliveryOfWhatFailed() {
    ReceivedNotification n = pushed();
    inbox.receive(n, afterBusinessThrow(new IllegalStateException("not yet")));

    assertThat(inbox.receive(n, business).outcome()).isEqualTo(APPLIED);
    assertThat(database.effects(n.subject())).containsExactly(1L);
    assertThat(seen(n)).isEqualTo("APPLIED");
    assertThat(failed(n)).isEmpty();
  }

  @Test
  void anErrorOfTheHandlerIsAFailureToo() {
    ReceivedNotification n = pushed();

    InboxResult result =
        inbox.receive(
            n,
            (connection, it) -> {
              throw new StackOverflowError();
            });

    assertThat(result.outcome()).isEqualTo(FAILED);
    assertThat(seen(n)).isEqualTo("FAILED");
  }

  @Test
  void staysInterruptedWhenTheHandlerWas() {
    ReceivedNotification n = pushed();

    inbox.receive(
        n,
        (connection, it) -> {
          throw new InterruptedException();
        });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(seen(n)).isEqualTo("FAILED");
  }

  @Test
  void refusesVisiblyAndAppliesALaterDelivery() {
    ReceivedNotification n = pushed();

    InboxResult refused =
        inbox.receive(n, afterBusinessThrow(new RefusedException("no account 4711")));

    assertThat(refused).isEqualTo(new InboxResult(REFUSED, "no account 4711", null));
    assertThat(database.effects(n.subject())).isEmpty();
    assertThat(failed(n).orElseThrow().outcome()).isEqualTo(REFUSED);
    assertThat(failed(n).orElseThrow().reason()).isEqualTo("no account 4711");

    assertThat(inbox.receive(n, business).outcome()).isEqualTo(APPLIED);
    assertThat(database.effects(n.subject())).containsExactly(1L);
    assertThat(failed(n)).isEmpty();
  }

  @Test
  void refusesTheAppliedVersionWithAnotherPayload() {
    ReceivedNotification n = pushed();
    ReceivedNotification later = pushed(n.subject(), 1);
    inbox.receive(n, business);

    InboxResult result = inbox.receive(Samples.withPayload(later, "other"), business);

    assertThat(result.outcome()).isEqualTo(REFUSED);
    assertThat(result.reason()).contains("another payload");
    assertThat(database.effects(n.subject())).containsExactly(1L);
    assertThat(seen(n)).isEqualTo("APPLIED");
    assertThat(failed(later)).isPresent();
  }

  @Test
  void anotherPayloadAtTheSamePlaceDoesNotUndoWhatWasApplied() {
    ReceivedNotification n = pushed();
    inbox.receive(n, business);

    ReceivedNotification tampered = Samples.withPayload(n, "other");

    assertThat(inbox.receive(tampered, business).outcome()).isEqualTo(REFUSED);
    assertThat(inbox.reprocess(tampered, business).outcome()).isEqualTo(REFUSED);
    assertThat(seen(n)).isEqualTo("APPLIED");
  }

  @Test
  void comparesNoHashesWithTheAnswerOfAQuery() {
    String asked = Samples.newSubject();
    assertThat(inbox.receive(queried(asked, 1), business).outcome()).isEqualTo(APPLIED);
    assertThat(inbox.receive(pushed(asked, 1), business).outcome()).isEqualTo(IGNORED);

    String told = Samples.newSubject();
    assertThat(inbox.receive(pushed(told, 1), business).outcome()).isEqualTo(APPLIED);
    assertThat(inbox.receive(queried(told, 1), business).outcome()).isEqualTo(IGNORED);
  }

  @Test
  void whatWasAskedForIsNotSeenAtAnyPlace() {
    ReceivedNotification answer = queried(Samples.newSubject(), 1);

    inbox.receive(answer, afterBusinessThrow(new IllegalStateException()));
    inbox.receive(answer, afterBusinessThrow(new RefusedException("no")));
    inbox.receive(answer, business);

    assertThat(seenRows(answer.subject())).isEmpty();
    assertThat(database.effects(answer.subject())).containsExactly(1L);
  }

  @Test
  void aFailureIsOverWhenTheResultWasAskedForAndApplied() {
    ReceivedNotification failing = pushed();
    ReceivedNotification refused = pushed();
    inbox.receive(failing, afterBusinessThrow(new IllegalStateException()));
    inbox.receive(refused, afterBusinessThrow(new RefusedException("no")));

    inbox.receive(queried(failing.subject(), 1), business);
    inbox.receive(queried(refused.subject(), 2), business);

    assertThat(failed(failing)).isEmpty();
    assertThat(failed(refused)).isEmpty();
  }

  @Test
  void aNewEpochUsesThePlacesAgain() {
    ReceivedNotification before = pushed();
    long seq = place(before).seq();
    inbox.receive(before, business);

    ReceivedNotification again = Samples.at(before.subject(), 1, 1, seq);
    ReceivedNotification other = Samples.at(Samples.newSubject(), 1, 2, seq);

    assertThat(inbox.receive(again, business).outcome()).isEqualTo(IGNORED);
    assertThat(inbox.receive(other, business).outcome()).isEqualTo(APPLIED);
    assertThat(seen(before)).isEqualTo("APPLIED");
    assertThat(seen(again)).isEqualTo("IGNORED");
    assertThat(seen(other)).isEqualTo("APPLIED");
  }

  @Test
  void appliesAnotherNotificationAtAUsedPlaceAndLeavesThePlaceToTheFirst() {
    ReceivedNotification first = pushed();
    inbox.receive(first, afterBusinessThrow(new IllegalStateException()));
    ReceivedNotification second =
        Samples.at(Samples.newSubject(), 1, place(first).epoch(), place(first).seq());

    assertThat(inbox.receive(second, business).outcome()).isEqualTo(APPLIED);
    assertThat(seen(first)).isEqualTo("FAILED");
    assertThat(failed(first)).isPresent();
  }

  @Test
  void subjectsOfTwoNotifiersNeverMeet() {
    ReceivedNotification ours = queried(Samples.newSubject(), 1);
    ReceivedNotification theirs =
        ReceivedNotification.queried(
            "shop", ours.topic(), ours.subject(), 1, ours.contentType(), ours.payload());

    assertThat(inbox.receive(ours, business).outcome()).isEqualTo(APPLIED);
    assertThat(inbox.receive(theirs, business).outcome()).isEqualTo(APPLIED);
  }

  @Test
  void namesAreComparedByteByByte() {
    String subject = Samples.newSubject();

    assertThat(inbox.receive(queried(subject + "a", 1), business).outcome()).isEqualTo(APPLIED);
    assertThat(inbox.receive(queried(subject + "A", 1), business).outcome()).isEqualTo(APPLIED);
  }

  @Test
  void reprocessesTheAppliedVersionOnPurpose() {
    ReceivedNotification n = pushed();
    inbox.receive(n, business);

    assertThat(inbox.reprocess(n, business).outcome()).isEqualTo(APPLIED);
    assertThat(database.effects(n.subject())).containsExactly(1L, 1L);
    assertThat(inbox.receive(n, business).outcome()).isEqualTo(IGNORED);
  }

  @Test
  void reprocessesNothingBelowTheAppliedVersion() {
    String subject = Samples.newSubject();
    inbox.receive(pushed(subject, 2), business);

    assertThat(inbox.reprocess(pushed(subject, 1), business)).isEqualTo(InboxResult.ignored(2));
    assertThat(database.effects(subject)).containsExactly(2L);
  }

  @Test
  void aReprocessingThatFailsTakesNothingBack() {
    ReceivedNotification n = pushed();
    inbox.receive(n, business);

    InboxResult result = inbox.reprocess(n, afterBusinessThrow(new IllegalStateException()));

    assertThat(result.outcome()).isEqualTo(FAILED);
    assertThat(database.effects(n.subject())).containsExactly(1L);
    assertThat(seen(n)).isEqualTo("APPLIED");
    assertThat(inbox.receive(n, business).outcome()).isEqualTo(IGNORED);
  }

  @Test
  void reprocessingByQueryKeepsTheHashOfTheExactBytes() {
    ReceivedNotification n = pushed();
    inbox.receive(n, business);
    inbox.reprocess(queried(n.subject(), 1), business);

    InboxResult result = inbox.receive(Samples.withPayload(n, "other"), business);

    assertThat(result.outcome()).isEqualTo(REFUSED);
  }

  @Test
  void asksTheNotifierAndAppliesTheAnswerOnce() {
    String subject = Samples.newSubject();
    Inbox asking = inbox.asking((topic, asked) -> Optional.of(queried(asked, 1)));

    assertThat(asking.ask(Samples.TOPIC, subject, business)).hasValue(InboxResult.applied());
    assertThat(asking.ask(Samples.TOPIC, subject, business)).hasValue(InboxResult.ignored(1));
    assertThat(asking.receive(pushed(subject, 1), business).outcome()).isEqualTo(IGNORED);
    assertThat(asking.reprocess(Samples.TOPIC, subject, business)).hasValue(InboxResult.applied());
    assertThat(database.effects(subject)).containsExactly(1L, 1L);
  }

  @Test
  void tellsAnUnknownResultFromAFailedOne() {
    Inbox asking = inbox.asking((topic, subject) -> Optional.empty());

    assertThat(asking.ask(Samples.TOPIC, Samples.newSubject(), business)).isEmpty();
    assertThat(asking.reprocess(Samples.TOPIC, Samples.newSubject(), business)).isEmpty();
  }

  @Test
  void cannotAskWithoutAQuery() {
    assertThatThrownBy(() -> inbox.ask(Samples.TOPIC, "tx", business))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ResultQuery");
  }

  @Test
  void isNotAppliedWhenTheConnectionWasKilledInTheHandler() {
    ReceivedNotification n = pushed();

    InboxResult result =
        inbox.receive(
            n,
            (connection, it) -> {
              business.handle(connection, it);
              database.kill(connection);
            });

    assertNothingKept(n, result);
  }

  @Test
  void isNotAppliedWhenTheHandlerClosedTheConnection() {
    ReceivedNotification n = pushed();

    InboxResult result =
        inbox.receive(
            n,
            (connection, it) -> {
              business.handle(connection, it);
              connection.close();
            });

    assertNothingKept(n, result);
  }

  @Test
  void isNotAppliedWhenTheCommitFailed() {
    ReceivedNotification n = pushed();
    Inbox withoutCommit = new Inbox(killedBeforeCommit(), clock);

    InboxResult result = withoutCommit.receive(n, business);

    assertThat(result.outcome()).isEqualTo(FAILED);
    assertThat(database.effects(n.subject())).isEmpty();
    assertThat(inbox.receive(n, business).outcome()).isEqualTo(APPLIED);
  }

  @Test
  void aRefusalThatCouldNotBeNotedIsAFailure() {
    ReceivedNotification n = pushed();
    Inbox withoutCommit = new Inbox(killedBeforeCommit(), clock);

    InboxResult result =
        withoutCommit.receive(n, afterBusinessThrow(new RefusedException("no account")));

    assertThat(result.outcome()).isEqualTo(FAILED);
  }

  /** As MySQL and H2 do to the victim of a deadlock. */
  @Test
  void isNotAppliedWhenTheTransactionWasRolledBackBeneathTheHandler() {
    String subject = Samples.newSubject();
    NotificationHandler rolledBack =
        (connection, n) -> {
          business.handle(connection, n);
          connection.rollback();
        };

    assertNothingKept(pushed(subject, 1), inbox.receive(pushed(subject, 1), rolledBack));
    InboxResult second = inbox.receive(pushed(subject, 2), rolledBack);

    assertThat(second.outcome()).isEqualTo(FAILED);
    assertThat(database.effects(subject)).containsExactly(1L);
  }

  @Test
  void listsFailuresByAgeUpToTheLimit() {
    ReceivedNotification older = pushed();
    ReceivedNotification newer = pushed();
    clock.set(NOON.minus(Duration.ofDays(2)));
    inbox.receive(older, afterBusinessThrow(new IllegalStateException()));
    clock.set(NOON.minus(Duration.ofDays(1)));
    inbox.receive(newer, afterBusinessThrow(new IllegalStateException()));
    clock.set(NOON);

    assertThat(inbox.failed(2))
        .extracting(FailedNotification::subject)
        .containsExactly(older.subject(), newer.subject());
    assertThat(inbox.failed(1)).hasSize(1);
    inbox.receive(older, business);
    inbox.receive(newer, business);
  }

  @Test
  void keepsTheBeginningOfALongReason() {
    ReceivedNotification n = pushed();

    inbox.receive(n, afterBusinessThrow(new RefusedException("\0" + "账".repeat(1_000))));

    assertThat(failed(n).orElseThrow().reason()).isEqualTo(" " + "账".repeat(511));
  }

  private void assertNothingKept(ReceivedNotification n, InboxResult result) {
    assertThat(result.outcome()).isEqualTo(FAILED);
    assertThat(database.effects(n.subject())).isEmpty();
    assertThat(inbox.receive(n, business).outcome()).isEqualTo(APPLIED);
    assertThat(database.effects(n.subject())).containsExactly(n.version());
  }

  private NotificationHandler afterBusinessThrow(Exception e) {
    return (connection, n) -> {
      business.handle(connection, n);
      throw e;
    };
  }

  private LocalTransaction killedBeforeCommit() {
    LocalTransaction plain = database.transactions();
    return new LocalTransaction() {
      @Override
      public <T> T run(Work<T> work) throws Exception {
        return plain.run(
            connection -> {
              T result = work.run(connection);
              if (result instanceof InboxResult) {
                database.kill(connection);
              }
              return result;
            });
      }
    };
  }

  private Optional<FailedNotification> failed(ReceivedNotification n) {
    return inbox.failed(1_000).stream()
        .filter(f -> f.subject().equals(n.subject()) && f.seq() == place(n).seq())
        .findFirst();
  }

  private String seen(ReceivedNotification n) {
    String sql =
        "SELECT outcome FROM tireless_seen WHERE notifier = '%s' AND epoch = %d AND seq = %d"
            .formatted(n.notifier(), place(n).epoch(), place(n).seq());
    return String.join(" ", database.texts(sql));
  }

  private List<String> seenRows(String subject) {
    return database.texts(
        "SELECT outcome FROM tireless_seen WHERE subject = '%s'".formatted(subject));
  }

  private static Place place(ReceivedNotification n) {
    return Optional.ofNullable(n.place()).orElseThrow();
  }
}
