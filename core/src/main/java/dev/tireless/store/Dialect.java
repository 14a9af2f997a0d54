package dev.tireless.store;

import dev.tireless.TirelessException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the databases say differently. */
public enum Dialect {
  H2,
  POSTGRESQL,
  MYSQL;

  private static final int MYSQL_UNKNOWN_SAVEPOINT = 1305;
  private static final int MYSQL_INCORRECT_VALUE = 1366;
  private static final int MYSQL_LOCK_TIMEOUT = 1205;

  /** No room on the disk, or in the table. */
  private static final Set<Integer> MYSQL_NO_ROOM = Set.of(1021, 1114);

  private static final Set<Integer> MYSQL_READ_ONLY = Set.of(1290, 1836);

  /** The standard's class, and H2's. */
  private static final Set<String> READ_ONLY = Set.of("25006", "90097");

  /** PostgreSQL is shut down, broke down, or is not up yet. */
  private static final Set<String> ENDING = Set.of("57P01", "57P02", "57P03");

  /** MariaDB speaks MySQL's dialect. */
  public static Dialect of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
    return switch (product) {
      case "h2" -> H2;
      case "postgresql" -> POSTGRESQL;
      case "mysql", "mariadb" -> MYSQL;
      default ->
          throw new TirelessException(
              "Tireless runs on H2, PostgreSQL, MySQL and MariaDB, but this is " + product);
    };
  }

  /** Folder of the migrations, for Flyway or to be run by hand. */
  public String migrations() {
    return "db/tireless/" + name().toLowerCase(Locale.ROOT);
  }

  /**
   * Turns an insert into one that leaves an existing row as it is. H2 has no such statement: there
   * the plain insert fails, alone and without harm to its transaction, and {@link Jdbc} counts 0.
   */
  String insertIfAbsent(String insert, String anyColumn) {
    return switch (this) {
      case H2 -> insert;
      case POSTGRESQL -> insert + " ON CONFLICT DO NOTHING";
      case MYSQL -> insert + " ON DUPLICATE KEY UPDATE " + anyColumn + " = " + anyColumn;
    };
  }

  /**
   * Locks the rows of a limited query and passes over those that others hold. H2 would lock every
   * qualifying row, not only the limited ones; there the guarded update that follows decides alone.
   */
  String skipLocked() {
    return this == H2 ? "" : " FOR UPDATE SKIP LOCKED";
  }

  /** Locks the rows of a query. On H2 the guarded statement that follows decides alone. */
  String lock() {
    return this == H2 ? "" : " FOR UPDATE";
  }

  /**
   * What a transaction of ours begins with, or null. PostgreSQL plans by statistics, which now and
   * then find a table empty that is written and emptied all the time, and keeps such a plan while
   * the table fills: so it shall use the indexes, whatever it believes. Without the compiler, which
   * the price of a plan against that would call.
   */
  @Nullable String planning() {
    return this == POSTGRESQL
        ? """
          SELECT set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true),
            set_config('jit', 'off', true)"""
        : null;
  }

  /**
   * To be added to a query of tireless_due by due time. On PostgreSQL that index is partial, with
   * all rows in it: so it is not taken for a look-up by key.
   */
  String byDueTime() {
    return this == POSTGRESQL ? " AND failures >= 0" : "";
  }

  /**
   * The database's clock as a UTC date-time, whatever the time zone of the session. H2 would turn a
   * cast time into the session's zone, so there it is counted from the epoch.
   */
  String utcNow() {
    return switch (this) {
      case H2 ->
          """
          DATEADD(MICROSECOND, CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000000 AS BIGINT),
            TIMESTAMP '1970-01-01 00:00:00')""";
      case POSTGRESQL -> "clock_timestamp() AT TIME ZONE 'UTC'";
      case MYSQL -> "UTC_TIMESTAMP(6)";
    };
  }

  /** Asks for the number of the current transaction; null where only operators may. */
  @Nullable String transactionNumber() {
    return switch (this) {
      case H2 -> "SELECT TRANSACTION_ID()";
      case POSTGRESQL -> "SELECT txid_current()";
      case MYSQL -> null;
    };
  }

  /** Two rows with one key: SQLSTATE class 23 with the databases' own refinements. */
  public static boolean isDuplicate(SQLException e) {
    return "23505".equals(e.getSQLState()) || e.getErrorCode() == 1062;
  }

  /**
   * The database is well and will not have these values: SQLSTATE class 22 or 23, and MySQL's own
   * way of saying so. Not a duplicate: natural keys are settled before, and any other key is made
   * by us.
   */
  public static boolean isRejected(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return e.getErrorCode() == MYSQL_INCORRECT_VALUE
        || (!isDuplicate(e) && (state.startsWith("22") || state.startsWith("23")));
  }

  /**
   * The database takes nothing from anybody, so trying other rows would only take time: it cannot
   * be reached, has no room, ends, or only reads.
   */
  public static boolean isUnreachable(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("08")
        || state.startsWith("53")
        || ENDING.contains(state)
        || MYSQL_NO_ROOM.contains(e.getErrorCode())
        || isReadOnly(e)
        || e instanceof SQLTransientConnectionException
        || e instanceof SQLNonTransientConnectionException;
  }

  /** The database only reads, as one that was replaced by another does. */
  public static boolean isReadOnly(SQLException e) {
    return READ_ONLY.contains(String.valueOf(e.getSQLState()))
        || MYSQL_READ_ONLY.contains(e.getErrorCode());
  }

  /**
   * The database gave up this transaction for the sake of another: it may simply run again. A lock
   * that was waited for in vain is another matter, though MySQL's driver gives it the same class:
   * whoever has it would be waited for again.
   */
  static boolean isTransient(SQLException e) {
    return String.valueOf(e.getSQLState()).startsWith("40")
        && e.getErrorCode() != MYSQL_LOCK_TIMEOUT;
  }

  /** The savepoint ended with its transaction. */
  static boolean isUnknownSavepoint(SQLException e) {
    return e.getErrorCode() == MYSQL_UNKNOWN_SAVEPOINT;
  }
}
