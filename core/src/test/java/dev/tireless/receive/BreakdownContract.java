package dev.tireless.receive;

import static dev.tireless.receive.InboxOutcome.APPLIED;
import static dev.tireless.receive.InboxOutcome.FAILED;
import static dev.tireless.receive.Samples.pushed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.LocalTransaction;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Nothing is applied by halves, whatever breaks, and what broke stays visible. */
abstract class BreakdownContract extends InboxContract {

  BreakdownContract(Supplier<ReceiverDatabase> databases) {
    super(databases);
  }

  @Test
  void keepsNothingOfAHandlerThatThrowsAfterWriting() {
    ReceivedNotification n = pushed();

    InboxResult result =
        inbox().receive(n, afterBusinessThrow(new SQLException("connection reset")));

    assertThat(result.outcome()).isEqualTo(FAILED);
    assertThat(result.cause()).hasMessage("connection reset");
    assertThat(database().effects(n.subject())).isEmpty();
    assertThat(seen(n)).isEqualTo("FAILED");
    assertThat(failed(n))
        .hasValueSatisfying(
            f -> {
              assertThat(f.outcome()).isEqualTo(FAILED);
              assertThat(f.reason()).contains("connection reset");
              assertThat(f.seenAt()).isEqualTo(clock().instant());
            });
  }

  @Test
  void appliesALaterDeliveryOfWhatFailed() {
    ReceivedNotification n = pushed();
    inbox().receive(n, afterBusinessThrow(new IllegalStateException("not yet")));

    assertThat(inbox().receive(n, business()).outcome()).isEqualTo(APPLIED);
    assertThat(database().effects(n.subject())).containsExactly(1L);
    assertThat(seen(n)).isEqualTo("APPLIED");
    assertThat(failed(n)).isEmpty();
  }

  @Test
  void anErrorOfTheHandlerIsAFailureToo() {
    ReceivedNotification n = pushed();

    InboxResult result =
        inbox()
            .receive(
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

    inbox()
        .receive(
            n,
            (connection, it) -> {
              throw new InterruptedException();
            });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(seen(n)).isEqualTo("FAILED");
  }

  @Test
  void isNotAppliedWhenTheConnectionWasKilledInTheHandler() {
    ReceivedNotification n = pushed();

    InboxResult result =
        inbox()
            .receive(
                n,
                (connection, it) -> {
                  business().handle(connection, it);
                  database().kill(connection);
                });

    assertNothingKept(n, result);
  }

  @Test
  void isNotAppliedWhenTheHandlerClosedTheConnection() {
    ReceivedNotification n = pushed();

    InboxResult result =
        inbox()
            .receive(
                n,
                (connection, it) -> {
                  business().handle(connection, it);
                  connection.close();
                });

    assertNothingKept(n, result);
  }

  @Test
  void isNotAppliedWhenTheCommitFailed() {
    ReceivedNotification n = pushed();
    Inbox withoutCommit = new Inbox(killedBeforeCommit(), clock());

    InboxResult result = withoutCommit.receive(n, business());

    assertThat(result.outcome()).isEqualTo(FAILED);
    assertThat(database().effects(n.subject())).isEmpty();
    assertThat(inbox().receive(n, business()).outcome()).isEqualTo(APPLIED);
  }

  @Test
  void aRefusalThatCouldNotBeNotedIsAFailure() {
    ReceivedNotification n = pushed();
    Inbox withoutCommit = new Inbox(killedBeforeCommit(), clock());

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
          business().handle(connection, n);
          connection.rollback();
        };

    assertNothingKept(pushed(subject, 1), inbox().receive(pushed(subject, 1), rolledBack));
    InboxResult second = inbox().receive(pushed(subject, 2), rolledBack);

    assertThat(second.outcome()).isEqualTo(FAILED);
    assertThat(database().effects(subject)).containsExactly(1L);
  }

  @Test
  void appliesWhatAHandlerDidBetweenSavepointsOfItsOwn() {
    ReceivedNotification n = pushed();

    InboxResult result =
        inbox()
            .receive(
                n,
                (connection, it) -> {
                  Savepoint outer = connection.setSavepoint();
                  business().handle(connection, it);
                  Savepoint inner = connection.setSavepoint();
                  business().handle(connection, it);
                  connection.rollback(inner);
                  connection.releaseSavepoint(outer);
                });

    assertThat(result.outcome()).isEqualTo(APPLIED);
    assertThat(database().effects(n.subject())).containsExactly(1L);
  }

  @Test
  void listsFailuresByAgeUpToTheLimit() {
    ReceivedNotification older = pushed();
    ReceivedNotification newer = pushed();
    clock().set(NOON.minus(Duration.ofDays(2)));
    inbox().receive(older, afterBusinessThrow(new IllegalStateException()));
    clock().set(NOON.minus(Duration.ofDays(1)));
    inbox().receive(newer, afterBusinessThrow(new IllegalStateException()));
    clock().set(NOON);

    assertThat(inbox().failed(2))
        .extracting(FailedNotification::subject)
        .containsExactly(older.subject(), newer.subject());
    assertThat(inbox().failed(1)).hasSize(1);
    inbox().receive(older, business());
    inbox().receive(newer, business());
  }

  @Test
  void keepsTheBeginningOfALongReason() {
    ReceivedNotification n = pushed();

    inbox().receive(n, afterBusinessThrow(new RefusedException("\0" + "账".repeat(1_000))));

    assertThat(failed(n).orElseThrow().reason()).isEqualTo(" " + "账".repeat(511));
  }

  private void assertNothingKept(ReceivedNotification n, InboxResult result) {
    assertThat(result.outcome()).isEqualTo(FAILED);
    assertThat(database().effects(n.subject())).isEmpty();
    assertThat(inbox().receive(n, business()).outcome()).isEqualTo(APPLIED);
    assertThat(database().effects(n.subject())).containsExactly(n.version());
  }

  private LocalTransaction killedBeforeCommit() {
    LocalTransaction plain = database().transactions();
    return new LocalTransaction() {
      @Override
      public <T> T run(Work<T> work) throws Exception {
        return plain.run(
            connection -> {
              T result = work.run(connection);
              if (result instanceof InboxResult) {
                database().kill(connection);
              }
              return result;
            });
      }
    };
  }
}
