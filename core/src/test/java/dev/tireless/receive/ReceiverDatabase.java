package dev.tireless.receive;

import static java.sql.Connection.TRANSACTION_READ_COMMITTED;
import static java.sql.Connection.TRANSACTION_REPEATABLE_READ;
import static org.awaitility.Awaitility.await;

import dev.tireless.LocalTransaction;
import dev.tireless.store.Migration;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * A receiver's database: Tireless' tables, and a table of the receiver's own business, in which
 * each row is one effect of a handler; two rows are shared by all.
 *
 * @param blocked counts the connections that wait for another one
 * @param between the time between two looks at what is blocked
 * @param ownNumber tells a connection its number
 * @param kill ends the connection of a number
 */
record ReceiverDatabase(
    TestDatabase database, String blocked, Duration between, String ownNumber, String kill)
    implements AutoCloseable {

  private static final Duration LOOK = Duration.ofMillis(50);

  /**
   * It shows the present only when nobody looked for 100 ms, and two test runs may look at once.
   */
  private static final Duration LOOK_AT_MARIADB = Duration.ofMillis(300);

  ReceiverDatabase {
    Migration.apply(database.dataSource());
    execute(
        database.dataSource(),
        """
        CREATE TABLE effect (
          subject VARCHAR(128) NOT NULL, version BIGINT NOT NULL, position BIGINT NOT NULL)""");
    execute(
        database.dataSource(), "CREATE TABLE shared (id INT PRIMARY KEY, touched INT NOT NULL)");
    execute(database.dataSource(), "INSERT INTO shared VALUES (1, 0), (2, 0)");
  }

  static ReceiverDatabase h2() {
    return new ReceiverDatabase(
        TestDatabases.h2(),
        """
        SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS
        WHERE EXECUTING_STATEMENT LIKE '%tireless_receipt%'
          AND EXECUTING_STATEMENT_START < DATEADD('MILLISECOND', -40, CURRENT_TIMESTAMP)
          AND SESSION_ID <> SESSION_ID()""",
        LOOK,
        "CALL SESSION_ID()",
        "CALL ABORT_SESSION(%d)");
  }

  static ReceiverDatabase postgresql() {
    return new ReceiverDatabase(
        TestDatabases.postgresql(),
        """
        SELECT COUNT(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'""",
        LOOK,
        "SELECT pg_backend_pid()",
        "SELECT pg_terminate_backend(%d)");
  }

  static ReceiverDatabase mariadb() {
    return new ReceiverDatabase(
        TestDatabases.mariadb(),
        """
        SELECT COUNT(*) FROM information_schema.INNODB_TRX t
        JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id
        WHERE p.DB = DATABASE() AND t.trx_state = 'LOCK WAIT'""",
        LOOK_AT_MARIADB,
        "SELECT CONNECTION_ID()",
        "KILL %d");
  }

  /** The isolation of the receiver's transactions. */
  enum Isolation {
    DEFAULT,
    READ_COMMITTED,
    REPEATABLE_READ,
    /** A transaction that has read something before, so that its snapshot is the older one. */
    OLD_SNAPSHOT;

    private void on(Connection connection) throws SQLException {
      if (this != DEFAULT) {
        connection.setTransactionIsolation(
            this == READ_COMMITTED ? TRANSACTION_READ_COMMITTED : TRANSACTION_REPEATABLE_READ);
      }
      if (this == OLD_SNAPSHOT) {
        ReceiverDatabase.texts(connection, "SELECT COUNT(*) FROM tireless_receipt");
      }
    }
  }

  DataSource dataSource() {
    return database.dataSource();
  }

  LocalTransaction transactions() {
    return LocalTransaction.on(dataSource());
  }

  LocalTransaction transactions(Isolation isolation) {
    LocalTransaction plain = transactions();
    return new LocalTransaction() {
      @Override
      public <T> T run(Work<T> work) throws Exception {
        return plain.run(
            connection -> {
              isolation.on(connection);
              return work.run(connection);
            });
      }
    };
  }

  /** The receiver's business: one more row. */
  static void addEffect(Connection connection, ReceivedNotification n, long position)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO effect VALUES (?, ?, ?)")) {
      insert.setString(1, n.subject());
      insert.setLong(2, n.version());
      insert.setLong(3, position);
      insert.executeUpdate();
    }
  }

  /** Locks one of the two shared rows. */
  static void touch(Connection connection, int id) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("UPDATE shared SET touched = touched + 1 WHERE id = " + id);
    }
  }

  /** Versions whose effect is committed, in the order in which their handlers ran. */
  List<Long> effects(String subject) {
    String sql = "SELECT version FROM effect WHERE subject = '%s' ORDER BY position";
    return texts(sql.formatted(subject)).stream().map(Long::valueOf).toList();
  }

  /** Waits until so many connections wait for a lock of another one. */
  void awaitBlocked(int connections, Duration deadline) {
    await()
        .atMost(deadline)
        .pollInterval(between)
        .until(() -> Long.parseLong(texts(blocked).get(0)) >= connections);
  }

  /** Ends the connection as a network or an operator would, from another one. */
  void kill(Connection victim) throws SQLException {
    long number = Long.parseLong(texts(victim, ownNumber).get(0));
    execute(dataSource(), kill.formatted(number));
  }

  /** The first column of a query. */
  List<String> texts(String sql) {
    try (Connection connection = dataSource().getConnection()) {
      return texts(connection, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    database.close();
  }

  private static List<String> texts(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  private static void execute(DataSource dataSource, String sql) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
