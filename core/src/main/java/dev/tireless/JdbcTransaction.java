package dev.tireless;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Plain JDBC. */
record JdbcTransaction(DataSource dataSource) implements LocalTransaction {

  @Override
  public <T> T run(Work<T> work) throws Exception {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      T result = committed(connection, work);
      connection.setAutoCommit(true);
      return result;
    }
  }

  private static <T> T committed(Connection connection, Work<T> work) throws Exception {
    try {
      T result = work.run(connection);
      connection.commit();
      return result;
    } catch (Throwable e) {
      rollBack(connection, e);
      throw e;
    }
  }

  // Switching auto-commit on would commit what could not be rolled back.
  private static void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
