package dev.tireless.receive;

import static dev.tireless.receive.InboxOutcome.APPLIED;
import static dev.tireless.receive.InboxOutcome.FAILED;
import static dev.tireless.receive.InboxOutcome.IGNORED;
import static dev.tireless.receive.Samples.pushed;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.receive.ReceiverDatabase.Isolation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an inbox promises when deliveries meet, each on a connection and a thread of its own. A
 * handler is held until the database itself says that the others wait for it.
 */
abstract class RaceContract extends InboxContract {

  private static final int DELIVERIES = 8;
  private static final int ROUNDS = 10;
  private static final Duration DEADLINE = Duration.ofSeconds(15);

  private final ExecutorService threads = Executors.newFixedThreadPool(DELIVERIES);
  private final Map<Isolation, Inbox> inboxes = new EnumMap<>(Isolation.class);

  RaceContract(Supplier<ReceiverDatabase> databases) {
    super(databases);
  }

  @BeforeAll
  final void createInboxes() {
    for (Isolation isolation : Isolation.values()) {
      inboxes.put(isolation, new Inbox(database().transactions(isolation), clock()));
    }
  }

  @AfterAll
  final void endThreads() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(30, SECONDS)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void eightDeliveriesAtOnceTakeEffectOnce(Isolation isolation) {
    ReceivedNotification n = pushed();

    tellEightTimesAtOnce(isolation, n);

    assertThat(database().effects(n.subject())).containsExactly(1L);
    assertThat(seen(n)).isEqualTo("APPLIED");
  }

  @ParameterizedTest
  @EnumSource
  void eightDeliveriesOfANewerVersionAtOnceTakeEffectOnce(Isolation isolation) {
    ReceivedNotification n = pushed(Samples.newSubject(), 2);
    receive(isolation, pushed(n.subject(), 1), business());

    tellEightTimesAtOnce(isolation, n);

    assertThat(database().effects(n.subject())).containsExactly(1L, 2L);
    assertThat(seen(n)).isEqualTo("APPLIED");
  }

  @ParameterizedTest
  @EnumSource
  void oneOfSevenAppliesWhatTheFirstOneRolledBack(Isolation isolation) {
    ReceivedNotification n = pushed();
    AtomicBoolean first = new AtomicBoolean(true);

    List<InboxOutcome> outcomes =
        atOnce(
            DELIVERIES,
            () ->
                receive(
                    isolation,
                    n,
                    (connection, it) -> {
                      business().handle(connection, it);
                      if (first.getAndSet(false)) {
                        awaitBlocked(DELIVERIES - 1);
                        throw new IllegalStateException("the first one breaks");
                      }
                    }));

    // A deadlock among the seven may cost any of them, but the next telling settles it.
    assertThat(outcomes.stream().filter(APPLIED::equals).count()).isLessThanOrEqualTo(1);
    tellUntilAcked(isolation, n);
    assertThat(database().effects(n.subject())).containsExactly(1L);
    // At an old snapshot, who broke may note it over APPLIED. The receipt counts all the same.
    assertThat(seen(n))
        .isIn(
            isolation == Isolation.OLD_SNAPSHOT
                ? List.of("APPLIED", "IGNORED")
                : List.of("APPLIED"));
    assertThat(failed(n)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theHigherVersionWaitsForTheLowerOneAndIsAppliedLast(Isolation isolation) {
    String subject = Samples.newSubject();
    ReceivedNotification lower = pushed(subject, 1);
    ReceivedNotification higher = pushed(subject, 2);

    assertThat(holdFirst(isolation, lower, higher)).isEqualTo(APPLIED);

    tellUntilAcked(isolation, higher);
    assertThat(database().effects(subject)).containsExactly(1L, 2L);
    assertThat(seen(higher)).isEqualTo("APPLIED");
  }

  @ParameterizedTest
  @EnumSource
  void theLowerVersionWaitsForTheHigherOneAndIsIgnored(Isolation isolation) {
    String subject = Samples.newSubject();
    ReceivedNotification lower = pushed(subject, 1);
    ReceivedNotification higher = pushed(subject, 2);

    assertThat(holdFirst(isolation, higher, lower)).isEqualTo(APPLIED);

    tellUntilAcked(isolation, lower);
    assertThat(database().effects(subject)).containsExactly(2L);
    assertThat(seen(lower)).isEqualTo("IGNORED");
  }

  @ParameterizedTest
  @EnumSource
  void theSecondOfTwoHigherVersionsMeetsAReceiptThatIsThereAlready(Isolation isolation) {
    String subject = Samples.newSubject();
    receive(isolation, pushed(subject, 1), business());

    assertThat(holdFirst(isolation, pushed(subject, 3), pushed(subject, 2))).isEqualTo(APPLIED);

    tellUntilAcked(isolation, pushed(subject, 2));
    assertThat(database().effects(subject)).containsExactly(1L, 3L);
  }

  @ParameterizedTest
  @EnumSource
  void twoVersionsInWhateverOrderEndWithTheHigherOne(Isolation isolation) {
    for (int round = 0; round < ROUNDS; round++) {
      String subject = Samples.newSubject();
      ReceivedNotification lower = pushed(subject, 1);
      ReceivedNotification higher = pushed(subject, 2);
      AtomicBoolean isLower = new AtomicBoolean();

      atOnce(2, () -> tellUntilAcked(isolation, isLower.getAndSet(true) ? higher : lower));

      assertThat(database().effects(subject)).isIn(List.of(1L, 2L), List.of(2L));
    }
  }

  @ParameterizedTest
  @EnumSource
  void deliveriesOfDifferentSubjectsNeverWaitForEachOther(Isolation isolation) {
    CyclicBarrier allInside = new CyclicBarrier(DELIVERIES);

    List<InboxOutcome> outcomes =
        atOnce(
            DELIVERIES,
            () ->
                receive(
                    isolation,
                    pushed(),
                    (connection, it) -> {
                      business().handle(connection, it);
                      allInside.await(DEADLINE.toSeconds(), SECONDS);
                    }));

    assertThat(outcomes).containsOnly(APPLIED);
  }

  @ParameterizedTest
  @EnumSource
  void aPushAndTheAnswerOfAQueryAtOnceTakeEffectOnce(Isolation isolation) {
    for (int round = 0; round < ROUNDS; round++) {
      ReceivedNotification told = pushed();
      ReceivedNotification asked = Samples.queried(told.subject(), 1);
      AtomicBoolean isTold = new AtomicBoolean();

      atOnce(2, () -> tellUntilAcked(isolation, isTold.getAndSet(true) ? asked : told));

      assertThat(database().effects(told.subject())).containsExactly(1L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerThatSwallowsItsDeadlockIsNotApplied(Isolation isolation) {
    List<ReceivedNotification> both = List.of(pushed(), pushed());
    CyclicBarrier eachHoldsOne = new CyclicBarrier(2);
    AtomicInteger row = new AtomicInteger();

    List<InboxOutcome> outcomes =
        atOnce(
            2,
            () -> {
              int mine = row.incrementAndGet();
              return receive(
                  isolation, both.get(mine - 1), swallowingADeadlock(mine, eachHoldsOne));
            });

    assertThat(outcomes).containsExactlyInAnyOrder(APPLIED, FAILED);
    assertThat(both).map(n -> database().effects(n.subject()).size()).containsOnlyOnce(1);
    both.forEach(n -> tellUntilAcked(isolation, n));
    assertThat(both).map(n -> database().effects(n.subject())).containsOnly(List.of(1L));
  }

  @ParameterizedTest
  @EnumSource
  void aSwallowedDeadlockIsNoticedThoughTheVersionWasAppliedMeanwhile(Isolation isolation) {
    ReceivedNotification n = pushed();

    InboxOutcome outcome =
        swallowADeadlock(handler -> receive(isolation, n, handler), () -> tell(isolation, n));

    assertThat(outcome).isEqualTo(FAILED);
    tellUntilAcked(isolation, n);
    assertThat(database().effects(n.subject())).containsExactly(1L);
  }

  @ParameterizedTest
  @EnumSource
  void aSwallowedDeadlockIsNoticedWhenTheSameVersionIsReprocessed(Isolation isolation) {
    ReceivedNotification n = pushed();
    tellUntilAcked(isolation, n);

    InboxOutcome outcome =
        swallowADeadlock(
            handler -> inboxes.get(isolation).reprocess(n, handler).outcome(), () -> {});

    assertThat(outcome).isEqualTo(FAILED);
    assertThat(database().effects(n.subject())).containsExactly(1L);
  }

  private void tell(Isolation isolation, ReceivedNotification n) {
    assertThat(receive(isolation, n, business())).isIn(APPLIED, FAILED);
  }

  /**
   * Deadlocks a handler with a transaction of somebody else until it is the victim, lets others do
   * something meanwhile, and has it do its business afterwards as if nothing had happened.
   */
  private InboxOutcome swallowADeadlock(
      Function<NotificationHandler, InboxOutcome> telling, Runnable meanwhile) {
    AtomicBoolean wasVictim = new AtomicBoolean();
    InboxOutcome outcome = FAILED;
    for (int rounds = 0; rounds < 20 && !wasVictim.get(); rounds++) {
      outcome =
          besideAnOpponent(
              opponent -> telling.apply(goingOnAsVictim(opponent, wasVictim, meanwhile)));
    }
    assertThat(wasVictim).isTrue();
    return outcome;
  }

  private NotificationHandler goingOnAsVictim(
      Connection opponent, AtomicBoolean wasVictim, Runnable meanwhile) {
    return (connection, n) -> {
      ReceiverDatabase.touch(connection, 1);
      Future<Boolean> survived = threads.submit(() -> survivesTouching(opponent, 1));
      wasVictim.set(!survivesTouching(connection, 2));
      assertThat(survived.get(DEADLINE.toSeconds(), SECONDS)).isEqualTo(wasVictim.get());
      if (!wasVictim.get()) {
        throw new IllegalStateException("the opponent was the victim");
      }
      opponent.rollback();
      threads.submit(meanwhile).get(DEADLINE.toSeconds(), SECONDS);
      goOn(connection, n);
    };
  }

  /** H2 sacrifices the younger of two, InnoDB the one that changed less. */
  private InboxOutcome besideAnOpponent(Function<Connection, InboxOutcome> telling) {
    try (Connection opponent = database().dataSource().getConnection()) {
      opponent.setAutoCommit(false);
      for (int i = 0; i < 20; i++) {
        ReceiverDatabase.addEffect(opponent, pushed(), i);
      }
      ReceiverDatabase.touch(opponent, 2);
      InboxOutcome outcome = telling.apply(opponent);
      opponent.rollback();
      opponent.setAutoCommit(true);
      return outcome;
    } catch (SQLException e) {
      throw new AssertionError("The opponent failed", e);
    }
  }

  private static boolean survivesTouching(Connection connection, int row) throws SQLException {
    try {
      ReceiverDatabase.touch(connection, row);
      return true;
    } catch (SQLException deadlock) {
      assertThat(deadlock.getSQLState()).startsWith("40");
      return false;
    }
  }

  // PostgreSQL lets a broken transaction do nothing more.
  private void goOn(Connection connection, ReceivedNotification n) throws Exception {
    try {
      business().handle(connection, n);
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("25P02");
    }
  }

  private NotificationHandler swallowingADeadlock(int mine, CyclicBarrier eachHoldsOne) {
    return (connection, n) -> {
      business().handle(connection, n);
      ReceiverDatabase.touch(connection, mine);
      eachHoldsOne.await(DEADLINE.toSeconds(), SECONDS);
      try {
        ReceiverDatabase.touch(connection, 3 - mine);
      } catch (SQLException deadlock) {
        assertThat(deadlock.getSQLState()).startsWith("40");
      }
    };
  }

  /** Holds the one that comes first in its handler until all the others wait for it. */
  private void tellEightTimesAtOnce(Isolation isolation, ReceivedNotification n) {
    AtomicInteger entered = new AtomicInteger();
    NotificationHandler handler =
        (connection, it) -> {
          entered.incrementAndGet();
          business().handle(connection, it);
          awaitBlocked(DELIVERIES - 1);
        };

    List<InboxOutcome> outcomes = atOnce(DELIVERIES, () -> receive(isolation, n, handler));

    assertThat(entered).hasValue(1);
    assertThat(outcomes).containsOnlyOnce(APPLIED);
    assertThat(outcomes).filteredOn(o -> o != APPLIED).isSubsetOf(losers(isolation));
  }

  /**
   * Holds one in its handler until the other one waits for it.
   *
   * @return the outcome of the first
   */
  private InboxOutcome holdFirst(
      Isolation isolation, ReceivedNotification first, ReceivedNotification second) {
    CountDownLatch inside = new CountDownLatch(1);
    Future<InboxOutcome> held =
        threads.submit(
            () ->
                receive(
                    isolation,
                    first,
                    (connection, n) -> {
                      business().handle(connection, n);
                      inside.countDown();
                      awaitBlocked(1);
                    }));
    Future<InboxOutcome> waiting =
        threads.submit(
            () -> {
              assertThat(inside.await(DEADLINE.toSeconds(), SECONDS)).isTrue();
              return receive(isolation, second, business());
            });
    outcome(waiting);
    return outcome(held);
  }

  private InboxOutcome tellUntilAcked(Isolation isolation, ReceivedNotification n) {
    InboxOutcome outcome = FAILED;
    for (int tellings = 0; tellings < 10 && !outcome.isAck(); tellings++) {
      outcome = receive(isolation, n, business());
    }
    assertThat(outcome.isAck()).isTrue();
    return outcome;
  }

  private InboxOutcome receive(
      Isolation isolation, ReceivedNotification n, NotificationHandler handler) {
    return inboxes.get(isolation).receive(n, handler).outcome();
  }

  private void awaitBlocked(int connections) {
    database().awaitBlocked(connections, DEADLINE);
  }

  private List<InboxOutcome> atOnce(int times, Callable<InboxOutcome> delivery) {
    CyclicBarrier start = new CyclicBarrier(times);
    List<Future<InboxOutcome>> running = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      running.add(
          threads.submit(
              () -> {
                start.await(DEADLINE.toSeconds(), SECONDS);
                return delivery.call();
              }));
    }
    return running.stream().map(RaceContract::outcome).toList();
  }

  private static InboxOutcome outcome(Future<InboxOutcome> running) {
    try {
      return running.get(2 * DEADLINE.toSeconds(), SECONDS);
    } catch (Exception e) {
      throw new AssertionError("A delivery did not end", e);
    }
  }

  /** Whoever waited for the lock is told of the receipt, or is sacrificed by the database(). */
  private static List<InboxOutcome> losers(Isolation isolation) {
    return switch (isolation) {
      case DEFAULT, READ_COMMITTED -> List.of(IGNORED);
      case REPEATABLE_READ, OLD_SNAPSHOT -> List.of(IGNORED, FAILED);
    };
  }
}
