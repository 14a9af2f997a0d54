package dev.tireless.store;

import dev.tireless.TirelessException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database with Tireless' tables, and our own transactions on it: short, READ COMMITTED, and run
 * again when the database sacrificed them to another. Safe for use by several threads.
 */
public final class Database {

  private static final Logger log = LoggerFactory.getLogger(Database.class);

  private static final int TRIES = 8;

  private final DataSource dataSource;
  private final Dialect dialect;
  private final Set<Connection> readCommitted =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  public Database(DataSource dataSource) {
    this.dataSource = dataSource;
    try (Connection connection = dataSource.getConnection()) {
      this.dialect = Dialect.of(connection);
    } catch (SQLException e) {
      throw new TirelessException("Cannot connect to the database of Tireless", e);
    }
  }

  /** What runs on a connection; it may run more than once, so it must not change anything else. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  public Dialect dialect() {
    return dialect;
  }

  /**
   * Runs the work and commits it, or rolls back.
   *
   * @param what names the work in the exception's message
   */
  public <T> T inTransaction(String what, Work<T> work) {
    for (int tries = 1; ; tries++) {
      try (Connection connection = dataSource.getConnection()) {
        ensureReadCommitted(connection);
        return committed(connection, work);
      } catch (SQLException e) {
        if (tries == TRIES || !Dialect.isTransient(e)) {
          throw new TirelessException("Could not " + what + ": " + e.getMessage(), e);
        }
      }
    }
  }

  /** Runs statements that only read, each one seeing what was committed before it. */
  public <T> T read(String what, Work<T> work) {
    try (Connection connection = dataSource.getConnection()) {
      return work.run(connection);
    } catch (SQLException e) {
      throw new TirelessException("Could not " + what + ": " + e.getMessage(), e);
    }
  }

  /**
   * Asks once per physical connection that is READ COMMITTED by itself: on PostgreSQL even the
   * question is a round trip. Another one is set each time, for a pool may set it back.
   */
  private void ensureReadCommitted(Connection connection) throws SQLException {
    Connection physical = connection.unwrap(Connection.class);
    if (readCommitted.contains(physical)) {
      return;
    }
    if (connection.getTransactionIsolation() == Connection.TRANSACTION_READ_COMMITTED) {
      readCommitted.add(physical);
    } else {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }
  }

  private <T> T committed(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    T result;
    try {
      setPlanning(connection);
      result = work.run(connection);
      connection.commit();
    } catch (SQLException | RuntimeException | Error e) {
      rollBack(connection, e);
      throw e;
    }
    endTransaction(connection);
    return result;
  }

  private void setPlanning(Connection connection) throws SQLException {
    String planning = dialect.planning();
    if (planning != null) {
      Jdbc.query(connection, planning, row -> row.getString(1));
    }
  }

  /** What fails behind a commit does not undo it, and the connection is of no more use anyway. */
  private static void endTransaction(Connection connection) {
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      log.debug("A connection broke behind its commit", e);
    }
  }

  /** Auto-commit only comes back after the rollback: before it, it would commit the work. */
  private static void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
