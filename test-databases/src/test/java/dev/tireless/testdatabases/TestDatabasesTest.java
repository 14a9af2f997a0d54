package dev.tireless.testdatabases;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class TestDatabasesTest {
  @Test
  void startsPostgresql() throws Exception {
    try (TestDatabase database = TestDatabases.postgresql()) {
      assertThat(query(database, "SHOW fsync")).isEqualTo("on");
      assertThat(query(database, "SHOW synchronous_commit")).isEqualTo("on");
    }
  }

  @Test
  void startsMariadb() throws Exception {
    try (TestDatabase database = TestDatabases.mariadb()) {
      assertThat(query(database, "SELECT version()")).contains("MariaDB");
      assertThat(query(database, "SELECT @@innodb_flush_log_at_trx_commit")).isEqualTo("1");
    }
  }

  @Test
  void startsH2() throws Exception {
    try (TestDatabase database = TestDatabases.h2()) {
      assertThat(query(database, "SELECT H2VERSION()")).isNotEmpty();
    }
  }

  private static String query(TestDatabase database, String sql) throws Exception {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
