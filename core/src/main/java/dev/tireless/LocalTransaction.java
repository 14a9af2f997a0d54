package dev.tireless;

import java.sql.Connection;
import javax.sql.DataSource;

/**
 * Runs work in one transaction of the application's own database: the local one of a distributed
 * transaction. Any isolation level will do. Safe for use by several threads.
 */
public interface LocalTransaction {

  /** What runs on the connection of a transaction. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws Exception;
  }

  /**
   * Runs the work once, in a transaction of its own that never joins one that is already open.
   * Returns only after the commit.
   *
   * @throws Exception whatever the work threw, the very same object, after everything was rolled
   *     back; or that there was no connection, or no commit
   */
  <T> T run(Work<T> work) throws Exception;

  /** Transactions on connections of the data source, at its isolation level. */
  static LocalTransaction on(DataSource dataSource) {
    return new JdbcTransaction(dataSource);
  }
}
