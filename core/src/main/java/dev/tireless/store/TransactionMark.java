package dev.tireless.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a connection is still in the transaction that it was in. Savepoints that come and
 * go in between do no harm.
 *
 * <p>H2 and PostgreSQL number their transactions. MySQL and MariaDB do not tell the number to
 * everybody, but they forget the savepoints of a transaction that has ended. (H2's driver releases
 * a forgotten savepoint without a word, and PostgreSQL would do what follows one in a
 * subtransaction.)
 */
public sealed interface TransactionMark {

  /** Whether the marked transaction still goes on; to be asked once. */
  boolean stands() throws SQLException;

  /** Marks the current transaction, which must have written something. */
  static TransactionMark on(Connection connection, Dialect dialect) throws SQLException {
    String number = dialect.transactionNumber();
    return number == null
        ? new BySavepoint(connection, connection.setSavepoint(BySavepoint.NAME))
        : new ByNumber(connection, number, ByNumber.read(connection, number));
  }

  /** By the number that the database gave it; H2 gives none to one that wrote nothing. */
  record ByNumber(Connection connection, String query, @Nullable String number)
      implements TransactionMark {

    @Override
    public boolean stands() throws SQLException {
      return number != null && number.equals(read(connection, query));
    }

    private static @Nullable String read(Connection c, String query) throws SQLException {
      try (var statement = c.createStatement();
          var row = statement.executeQuery(query)) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  /** By a savepoint within it. */
  record BySavepoint(Connection connection, Savepoint savepoint) implements TransactionMark {

    private static final String NAME = "tireless_mark";

    @Override
    public boolean stands() throws SQLException {
      try {
        connection.releaseSavepoint(savepoint);
        return true;
      } catch (SQLException e) {
        if (Dialect.isUnknownSavepoint(e)) {
          return false;
        }
        throw e;
      }
    }
  }
}
