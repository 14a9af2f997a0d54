package dev.tireless.spring.deliver;

import dev.tireless.store.Dialect;
import java.time.Duration;
import java.util.Map;

/**
 * How long the engine's connections wait for others, as properties of the drivers. A limit that the
 * application set in its JDBC URL or driver properties goes before ours.
 *
 * <p>A lock that somebody else holds: 10 s. A node that froze within a transaction: the database
 * ends it after 5 s, before those who wait for its locks give up (MySQL and MariaDB know no such
 * limit for a transaction alone: there any silent connection ends after 120 s). An answer that
 * never comes: 30 s. H2 has a lock limit of 2 s by itself, and no network in between unless it is a
 * server.
 *
 * <p>PostgreSQL gets its two limits as the start-up parameter {@code options}. PgBouncer refuses
 * that unless it has {@code ignore_startup_parameters = options}, and then they do not hold.
 */
final class TimeLimits {

  static final Duration CONNECT = Duration.ofSeconds(5);

  /** How often an idle connection is touched, so that the database does not take it for frozen. */
  static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  private TimeLimits() {}

  static Map<String, String> of(Dialect dialect) {
    return switch (dialect) {
      case H2 -> Map.of();
      case POSTGRESQL ->
          Map.of(
              "options", "-c lock_timeout=10s -c idle_in_transaction_session_timeout=5s",
              "connectTimeout", "5",
              "socketTimeout", "30",
              "tcpKeepAlive", "true");
      case MYSQL ->
          Map.of(
              "sessionVariables", "innodb_lock_wait_timeout=10,wait_timeout=120",
              "connectTimeout", "5000",
              "socketTimeout", "30000",
              "tcpKeepAlive", "true");
    };
  }
}
