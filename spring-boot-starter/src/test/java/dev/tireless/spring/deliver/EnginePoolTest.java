package dev.tireless.spring.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.tireless.store.Database;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/** The engine's pool beside the application's. */
class EnginePoolTest {

  @Test
  void hasLimitsOnPostgresql() {
    try (TestDatabase database = TestDatabases.postgresql();
        HikariDataSource application = hikari(database);
        EnginePool pool = EnginePool.beside(application, 2)) {
      assertThat(read(pool.dataSource(), "SHOW lock_timeout")).isEqualTo("10s");
      assertThat(read(pool.dataSource(), "SHOW idle_in_transaction_session_timeout"))
          .isEqualTo("5s");
      assertThat(read(application, "SHOW lock_timeout")).isEqualTo("0");
      assertThat(application.getDataSourceProperties()).isEmpty();
    }
  }

  @Test
  void hasLimitsOnMariadb() {
    try (TestDatabase database = TestDatabases.mariadb();
        HikariDataSource application = hikari(database);
        EnginePool pool = EnginePool.beside(application, 2)) {
      assertThat(read(pool.dataSource(), "SELECT @@innodb_lock_wait_timeout")).isEqualTo("10");
      assertThat(read(pool.dataSource(), "SELECT @@wait_timeout")).isEqualTo("120");
      assertThat(read(pool.dataSource(), "SELECT @@transaction_isolation"))
          .isEqualTo("READ-COMMITTED");
      assertThat(read(application, "SELECT @@wait_timeout")).isNotEqualTo("120");
    }
  }

  @Test
  void workIsReadCommittedEachTimeInAPoolThatSetsConnectionsBack() {
    try (TestDatabase database = TestDatabases.mariadb();
        HikariDataSource pool = hikari(database)) {
      pool.setMaximumPoolSize(1);
      Database ours = new Database(pool);
      for (int i = 0; i < 3; i++) {
        assertThat(ours.inTransaction("ask", Connection::getTransactionIsolation))
            .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
        assertThat(read(pool, "SELECT @@transaction_isolation")).isEqualTo("REPEATABLE-READ");
      }
    }
  }

  @Test
  void givesUpConnectionsToADatabaseThatOnlyReads() throws SQLException {
    try (TestDatabase database = TestDatabases.postgresql();
        HikariDataSource application = hikari(database);
        EnginePool pool = EnginePool.beside(application, 2)) {
      writeWhereOneOnlyReads(pool.dataSource());

      new JdbcTemplate(pool.dataSource()).execute("CREATE TABLE business (id BIGINT)");
    }
  }

  private static void writeWhereOneOnlyReads(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET default_transaction_read_only = on");
      assertThatThrownBy(() -> statement.execute("CREATE TABLE business (id BIGINT)"))
          .hasMessageContaining("read-only");
    }
  }

  @Test
  void letsTheLimitsOfTheApplicationGoFirst() {
    try (TestDatabase database = TestDatabases.postgresql();
        HikariDataSource application = new HikariDataSource()) {
      application.setJdbcUrl(database.url());
      application.setUsername(database.user());
      application.addDataSourceProperty("options", "-c lock_timeout=3s");

      try (EnginePool pool = EnginePool.beside(application, 2)) {
        assertThat(read(pool.dataSource(), "SHOW lock_timeout")).isEqualTo("3s");
      }
    }
  }

  @Test
  void keepsTheSchemaOfTheApplication() {
    try (TestDatabase database = TestDatabases.postgresql()) {
      new JdbcTemplate(database.dataSource()).execute("CREATE SCHEMA ledger");
      try (HikariDataSource application = hikari(database)) {
        application.setSchema("ledger");

        try (EnginePool pool = EnginePool.beside(application, 2)) {
          assertThat(read(pool.dataSource(), "SELECT current_schema()")).isEqualTo("ledger");
        }
      }
    }
  }

  @Test
  void seesThroughProxies() {
    try (TestDatabase database = TestDatabases.h2();
        HikariDataSource application = hikari(database);
        EnginePool pool = EnginePool.beside(new LazyConnectionDataSourceProxy(application), 3)) {
      assertThat(pool).hasToString("at most 3 connections");
    }
  }

  @Test
  void sharesTheApplicationsConnectionsWhereThereIsNoPoolToCopy() {
    try (TestDatabase database = TestDatabases.h2();
        EnginePool pool = EnginePool.beside(database.dataSource(), 2)) {
      assertThat(pool.dataSource()).isSameAs(database.dataSource());
    }
  }

  @Test
  void sharesADatabaseThatNobodyElseCanReach() {
    try (HikariDataSource application = new HikariDataSource()) {
      application.setJdbcUrl("jdbc:h2:mem:");

      try (EnginePool pool = EnginePool.beside(application, 2)) {
        assertThat(pool.dataSource()).isSameAs(application);
      }
      assertThat(application.isClosed()).isFalse();
    }
  }

  private static HikariDataSource hikari(TestDatabase database) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.user());
    pool.setPassword(database.password());
    return pool;
  }

  private static String read(DataSource dataSource, String sql) {
    return new JdbcTemplate(dataSource).queryForObject(sql, String.class);
  }
}
