package dev.tireless.testdatabases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestDatabasesTest {
  static Stream<Named<Supplier<TestDatabase>>> all() {
    return Stream.concat(servers(), Stream.of(Named.of("H2", TestDatabases::h2)));
  }

  static Stream<Named<Supplier<TestDatabase>>> servers() {
    return Stream.of(
        Named.of("PostgreSQL", TestDatabases::postgresql),
        Named.of("MariaDB", TestDatabases::mariadb));
  }

  @Test
  void postgresqlSyncsEveryCommit() throws SQLException {
    try (TestDatabase database = TestDatabases.postgresql()) {
      assertThat(query(database, "SELECT version()")).startsWith("PostgreSQL 17");
      assertThat(query(database, "SHOW fsync")).isEqualTo("on");
      assertThat(query(database, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(query(database, "SHOW full_page_writes")).isEqualTo("on");
    }
  }

  @Test
  void mariadbSyncsEveryCommit() throws SQLException {
    try (TestDatabase database = TestDatabases.mariadb()) {
      assertThat(query(database, "SELECT version()")).startsWith("11.4").contains("MariaDB");
      assertThat(query(database, "SELECT @@innodb_flush_log_at_trx_commit")).isEqualTo("1");
      assertThat(query(database, "SELECT @@character_set_database")).isEqualTo("utf8mb4");
    }
  }

  @Test
  void copiesWhatIsOnPostgresql() throws SQLException {
    try (TestDatabase original = TestDatabases.postgresql()) {
      try (Connection connection = connect(original)) {
        connection.createStatement().execute("CREATE TABLE mark AS SELECT 7 AS id");
      }
      try (TestDatabase copy = TestDatabases.postgresqlCopy(original)) {
        assertThat(query(copy, "SELECT id FROM mark")).isEqualTo("7");
        execute(copy, "DELETE FROM mark");
      }
      assertThat(query(original, "SELECT id FROM mark")).isEqualTo("7");
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void keepsTwoDatabasesApart(Supplier<TestDatabase> create) throws SQLException {
    try (TestDatabase first = create.get();
        TestDatabase second = create.get()) {
      execute(first, "CREATE TABLE mark (id INT)");
      execute(second, "CREATE TABLE mark (id INT)");
      execute(first, "INSERT INTO mark VALUES (1)");
      assertThat(query(second, "SELECT COUNT(*) FROM mark")).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void putsTwoDatabasesOnOneServer(Supplier<TestDatabase> create) {
    try (TestDatabase first = create.get();
        TestDatabase second = create.get()) {
      assertThat(first.name()).isNotEqualTo(second.name());
      assertThat(address(first)).isEqualTo(address(second)).startsWith("127.0.0.1:");
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void dropsDatabaseInWhichSomebodyStillWorks(Supplier<TestDatabase> create) throws SQLException {
    TestDatabase database = create.get();
    execute(database, "CREATE TABLE mark (id INT)");
    try (Connection open = connect(database);
        Statement statement = open.createStatement()) {
      open.setAutoCommit(false);
      statement.execute("INSERT INTO mark VALUES (1)");
      database.close();
      assertThat(open.isValid(1)).isFalse();
    }
    assertThatThrownBy(() -> connect(database)).isInstanceOf(SQLException.class);
  }

  /** Not from the pool, which closes its own. */
  private static Connection connect(TestDatabase database) throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  @ParameterizedTest
  @MethodSource("all")
  void mayBeClosedTwice(Supplier<TestDatabase> create) {
    TestDatabase database = create.get();
    database.close();
    database.close();
  }

  @Test
  void forgetsClosedH2() throws SQLException {
    TestDatabase database = TestDatabases.h2();
    execute(database, "CREATE TABLE mark (id INT)");
    database.close();
    execute(database, "CREATE TABLE mark (id INT)");
    database.close();
  }

  private static String address(TestDatabase database) {
    return URI.create(database.url().substring("jdbc:".length())).getAuthority();
  }

  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
