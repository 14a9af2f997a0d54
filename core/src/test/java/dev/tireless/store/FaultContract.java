package dev.tireless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tireless.TirelessException;
import dev.tireless.testdatabases.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real faults are taken for: every driver says the same in its own way. */
abstract class FaultContract extends StoreContract {

  private static final String LOCK_HEADS = "UPDATE tireless_receiver_head SET last_seq = last_seq";
  private static final String LOCK_HEAD =
      """
      UPDATE tireless_receiver_head SET last_seq = last_seq
      WHERE receiver_id = (SELECT receiver_id FROM tireless_receiver WHERE receiver = ?)""";

  FaultContract(TestDatabase database) {
    super(database);
  }

  /** What a fault means to us. */
  private record Meaning(
      boolean rejected, boolean unreachable, boolean passing, boolean duplicate) {

    static Meaning of(SQLException e) {
      return new Meaning(
          Dialect.isRejected(e),
          Dialect.isUnreachable(e),
          Dialect.isTransient(e),
          Dialect.isDuplicate(e));
    }
  }

  private static final Meaning NOTHING = new Meaning(false, false, false, false);

  @BeforeEach
  void define() {
    subscribe("one", "two");
  }

  @Test
  void aValueThatIsTooLongIsRejected() {
    assertThat(meaning("UPDATE tireless_receiver SET channel = ?", "x".repeat(300)))
        .isEqualTo(new Meaning(true, false, false, false));
  }

  @Test
  void aValueThatIsMissingIsRejected() {
    assertThat(meaning("UPDATE tireless_receiver SET channel = NULL"))
        .isEqualTo(new Meaning(true, false, false, false));
  }

  @Test
  void aDuplicateIsNoRejectionOfItsValues() {
    assertThat(meaning("UPDATE tireless_receiver SET receiver = 'one'"))
        .isEqualTo(new Meaning(false, false, false, true));
  }

  @Test
  void whereNobodyMayWriteNobodyIsFoundWhoWrites(@TempDir Path folder) throws SQLException {
    try (Connection c = dialect() == Dialect.H2 ? readOnlyDatabase(folder) : readOnly(begin())) {
      assertThat(Meaning.of(failure(c, LOCK_HEADS)))
          .isEqualTo(new Meaning(false, true, false, false));
    }
  }

  private static Connection readOnly(Connection c) throws SQLException {
    Jdbc.update(c, "SET TRANSACTION READ ONLY");
    return c;
  }

  /** H2 has no transactions that only read. */
  private static Connection readOnlyDatabase(Path folder) throws SQLException {
    String url = "jdbc:h2:" + folder.resolve("read-only").toAbsolutePath();
    try (Connection c = DriverManager.getConnection(url)) {
      Jdbc.update(c, "CREATE TABLE tireless_receiver_head (last_seq BIGINT)");
    }
    return DriverManager.getConnection(url + ";ACCESS_MODE_DATA=r");
  }

  @Test
  void aLockThatIsWaitedForInVainIsNothingOfThese() throws SQLException {
    try (Connection holder = begin();
        Connection waiting = begin()) {
      Jdbc.update(holder, LOCK_HEADS);
      Jdbc.update(waiting, shortWaits());
      assertThat(Meaning.of(failure(waiting, LOCK_HEADS))).isEqualTo(NOTHING);
    }
  }

  @Test
  void aLockThatIsWaitedForInVainIsNotWaitedForAgain() throws SQLException {
    AtomicInteger tries = new AtomicInteger();
    try (Connection holder = begin()) {
      Jdbc.update(holder, LOCK_HEADS);
      assertThatThrownBy(
              () ->
                  inTransaction(
                      c -> {
                        tries.incrementAndGet();
                        Jdbc.update(c, shortWaits());
                        return Jdbc.update(c, LOCK_HEADS);
                      }))
          .isInstanceOf(TirelessException.class);
    }
    assertThat(tries).hasValue(1);
  }

  @Test
  void whoeverIsSacrificedToAnotherMayRunAgain() throws Exception {
    try (Connection left = begin();
        Connection right = begin()) {
      Jdbc.update(left, LOCK_HEAD, "one");
      Jdbc.update(right, LOCK_HEAD, "two");

      List<List<Meaning>> meanings =
          Running.together(List.of(() -> meanings(left, "two"), () -> meanings(right, "one")));

      assertThat(meanings.stream().flatMap(List::stream))
          .containsExactly(new Meaning(false, false, true, false));
    }
  }

  /** Its lock is given free, so that the other side goes on. */
  private static List<Meaning> meanings(Connection c, String receiver) throws SQLException {
    try {
      Jdbc.update(c, LOCK_HEAD, receiver);
      return List.of();
    } catch (SQLException e) {
      return List.of(Meaning.of(e));
    } finally {
      c.rollback();
    }
  }

  private Meaning meaning(String sql, Object... args) {
    TirelessException failure =
        catchThrowableOfType(
            TirelessException.class, () -> inTransaction(c -> Jdbc.update(c, sql, args)));
    return Meaning.of((SQLException) failure.getCause());
  }

  private static SQLException failure(Connection c, String sql) {
    return catchThrowableOfType(SQLException.class, () -> Jdbc.update(c, sql));
  }

  /** Ends with the connection or, where it is kept, does not matter to the tests that follow. */
  private String shortWaits() {
    return switch (dialect()) {
      case H2 -> "SET LOCK_TIMEOUT 1000";
      case POSTGRESQL -> "SET LOCAL lock_timeout = '1s'";
      case MYSQL -> "SET innodb_lock_wait_timeout = 1";
    };
  }
}
