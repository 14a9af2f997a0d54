package dev.tireless.store;

import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Tireless' tables as a test sees them: by plain SQL, past all stores. */
final class Schema {

  private static final List<String> TABLES =
      List.of(
          "tireless_notification",
          "tireless_outbox",
          "tireless_subscription",
          "tireless_receiver_head",
          "tireless_receiver",
          "tireless_delivery",
          "tireless_due",
          "tireless_range",
          "tireless_parked",
          "tireless_attempt",
          "tireless_node",
          "tireless_quarantine",
          "tireless_digest",
          "tireless_credential",
          "tireless_redelivery",
          "tireless_receipt",
          "tireless_seen",
          "tireless_catch_up",
          "tireless_comparison");

  private final Database database;

  Schema(DataSource dataSource) {
    this.database = new Database(dataSource);
  }

  Dialect dialect() {
    return database.dialect();
  }

  void empty() {
    database.inTransaction(
        "empty the tables",
        c -> {
          for (String table : TABLES) {
            Jdbc.update(c, "DELETE FROM " + table);
          }
          return TABLES;
        });
  }

  int execute(String sql, @Nullable Object... args) {
    return database.inTransaction("run " + sql, c -> Jdbc.update(c, sql, args));
  }

  List<Long> numbers(String sql, @Nullable Object... args) {
    return database.read("run " + sql, c -> Jdbc.query(c, sql, row -> row.getLong(1), args));
  }

  List<String> texts(String sql, @Nullable Object... args) {
    return database.read("run " + sql, c -> Jdbc.query(c, sql, row -> row.getString(1), args));
  }

  long count(String table) {
    return numbers("SELECT COUNT(*) FROM " + table).get(0);
  }

  /**
   * Whether a session of this database waits for a lock of another. H2 does not show its waits for
   * a unique key, and MariaDB's view of them lags; there it is a statement that takes far too long.
   */
  boolean hasLockWait() {
    return numbers(
                switch (dialect()) {
                  case H2 ->
                      """
                      SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS
                      WHERE SESSION_STATE = 'BLOCKED'
                        OR (SESSION_ID <> SESSION_ID() AND SESSION_STATE = 'RUNNING'
                            AND EXECUTING_STATEMENT_START
                                < DATEADD(MILLISECOND, -100, CURRENT_TIMESTAMP))""";
                  case POSTGRESQL ->
                      """
                      SELECT COUNT(*) FROM pg_stat_activity
                      WHERE datname = current_database() AND wait_event_type = 'Lock'""";
                  case MYSQL ->
                      """
                      SELECT COUNT(*) FROM information_schema.processlist
                      WHERE db = DATABASE() AND id <> CONNECTION_ID()
                        AND command = 'Query' AND time_ms > 100""";
                })
            .get(0)
        > 0;
  }
}
