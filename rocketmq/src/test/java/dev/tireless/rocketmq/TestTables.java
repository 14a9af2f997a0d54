package dev.tireless.rocketmq;

import dev.tireless.store.Dialect;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** A database with the tables of Tireless, and one of a business. */
final class TestTables implements AutoCloseable {

  private final TestDatabase database = TestDatabases.h2();
  private final JdbcConnectionPool pool =
      JdbcConnectionPool.create(database.url(), database.user(), database.password());

  TestTables() {
    execute(script());
    execute("CREATE TABLE business (id VARCHAR(64) PRIMARY KEY)");
  }

  DataSource dataSource() {
    return pool;
  }

  void execute(String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Writes a row of the business on the connection of its transaction. */
  static void recordBusiness(Connection connection, String id) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO business (id) VALUES ('" + id + "')");
    }
  }

  long count(String table) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(table, e);
    }
  }

  @Override
  public void close() {
    pool.dispose();
    database.close();
  }

  private static String script() {
    String path = "/" + Dialect.H2.migrations() + "/V1__tireless.sql";
    try (InputStream script = Objects.requireNonNull(Dialect.class.getResourceAsStream(path))) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
