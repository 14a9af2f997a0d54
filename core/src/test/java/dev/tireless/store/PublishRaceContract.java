package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.ConflictException;
import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.TirelessException;
import dev.tireless.publish.Published;
import dev.tireless.testdatabases.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two connections publish under one key: the later one waits until the first one has ended. */
abstract class PublishRaceContract extends StoreContract {

  PublishRaceContract(TestDatabase database) {
    super(database);
  }

  enum Isolation {
    DEFAULT(0),
    READ_COMMITTED(Connection.TRANSACTION_READ_COMMITTED),
    REPEATABLE_READ(Connection.TRANSACTION_REPEATABLE_READ);

    private final int level;

    Isolation(int level) {
      this.level = level;
    }

    void set(Connection c) throws SQLException {
      if (level != 0) {
        c.setTransactionIsolation(level);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLaterGetsTheFirstIdWhenTheFirstCommits(Isolation isolation) throws Exception {
    try (Connection first = begin();
        Connection second = begin()) {
      Published published = publisher.publish(first, recharge("tx-1"));
      Running<Published> later = publishLater(second, isolation, recharge("tx-1"));
      first.commit();

      if (dialect() == Dialect.POSTGRESQL && isolation == Isolation.REPEATABLE_READ) {
        assertSerializationFailure(later);
      } else {
        assertThat(later.result()).isEqualTo(new Published(published.id(), false));
        second.commit();
      }
    }
    assertThat(schema().count("tireless_notification")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void theLaterIsTheFirstWhenTheFirstRollsBack(Isolation isolation) throws Exception {
    try (Connection first = begin();
        Connection second = begin()) {
      Published published = publisher.publish(first, recharge("tx-1"));
      Running<Published> later = publishLater(second, isolation, recharge("tx-1"));
      first.rollback();

      assertThat(later.result().first()).isTrue();
      assertThat(later.result().id()).isNotEqualTo(published.id());
      second.commit();
    }
    assertThat(schema().count("tireless_notification")).isEqualTo(1);
    assertThat(schema().count("tireless_outbox")).isEqualTo(1);
  }

  @Test
  void theLaterConflictsWhenTheFirstCommitsAnotherPayload() throws Exception {
    try (Connection first = begin();
        Connection second = begin()) {
      publisher.publish(first, Publication.of(TOPIC, "tx-1", Payload.of("first")));
      Running<Published> later = publishLater(second, Isolation.READ_COMMITTED, recharge("tx-1"));
      first.commit();

      assertThatThrownBy(later::result).hasCauseInstanceOf(ConflictException.class);
      assertThat(publisher.publish(second, recharge("tx-2")).first()).isTrue();
      second.commit();
    }
    assertThat(schema().count("tireless_notification")).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void seesWhatWasCommittedAfterItsSnapshot(Isolation isolation) throws Exception {
    try (Connection late = begin()) {
      isolation.set(late);
      Jdbc.query(late, "SELECT COUNT(*) FROM tireless_notification", row -> row.getLong(1));
      Published published = publish(recharge("tx-1"));
      Running<Published> later = Running.start(() -> publisher.publish(late, recharge("tx-1")));

      if (isRefused(isolation)) {
        assertSerializationFailure(later);
      } else {
        assertThat(later.result()).isEqualTo(new Published(published.id(), false));
      }
    }
  }

  @Test
  void onlyOneOfManyAtOnceIsTheFirst() throws Exception {
    List<Callable<Published>> publishers =
        IntStream.range(0, 8)
            .<Callable<Published>>mapToObj(i -> () -> publish(recharge("tx-1")))
            .toList();

    List<Published> all = Running.together(publishers);

    assertThat(all).filteredOn(Published::first).hasSize(1);
    assertThat(all).extracting(Published::id).containsOnly(all.get(0).id());
  }

  /** The snapshot cannot see the first; MySQL's locking read looks past it. */
  private boolean isRefused(Isolation isolation) {
    return isolation == Isolation.REPEATABLE_READ && dialect() != Dialect.MYSQL;
  }

  private Running<Published> publishLater(
      Connection connection, Isolation isolation, Publication publication) throws SQLException {
    isolation.set(connection);
    Running<Published> later = Running.start(() -> publisher.publish(connection, publication));
    assertThat(later.awaitLockWaitOrEnd(schema()).isDone()).isFalse();
    return later;
  }

  /** The documented answer: roll back and run the transaction again. */
  private static void assertSerializationFailure(Running<Published> later) {
    assertThatThrownBy(later::result)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(TirelessException.class)
        .cause()
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
  }
}
