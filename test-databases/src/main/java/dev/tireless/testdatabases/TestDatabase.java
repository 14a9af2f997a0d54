package dev.tireless.testdatabases;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * One database that exists for one test class. {@link #close()} drops it, whoever is still
 * connected. Thread-safe.
 */
public final class TestDatabase implements AutoCloseable {
  private static final String H2_URL =
      "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1;WRITE_DELAY=0;LOCK_TIMEOUT=10000";

  private final String name;
  private final String url;
  private final String user;
  private final DataSource dataSource;
  private final Runnable drop;

  private TestDatabase(String name, String url, String user, DataSource dataSource, Runnable drop) {
    this.name = name;
    this.url = url;
    this.user = user;
    this.dataSource = dataSource;
    this.drop = drop;
  }

  static TestDatabase create(
      Product product, int port, String name, UnaryOperator<String> createStatement) {
    DataSource administration = product.administration(port);
    execute(administration, createStatement.apply(name));
    String url = product.url(port, name);
    DataSource source = product.testDataSource(url);
    Runnable drop =
        () -> {
          if (source instanceof HikariDataSource pool) {
            pool.close();
          }
          execute(administration, product.dropStatement(name));
        };
    return new TestDatabase(name, url, product.user(), source, drop);
  }

  static TestDatabase inMemory(String name) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(H2_URL.formatted(name));
    source.setUser("sa");
    Runnable drop = () -> execute(source, "SHUTDOWN");
    return new TestDatabase(name, source.getURL(), source.getUser(), source, drop);
  }

  /** The database's name, unique within the build. */
  public String name() {
    return name;
  }

  /** The JDBC URL, without user and password. */
  public String url() {
    return url;
  }

  /** The name of a user with all rights. */
  public String user() {
    return user;
  }

  /** Empty: the servers listen on the loopback address only and ask for none. */
  public String password() {
    return "";
  }

  /** Pooled on PostgreSQL, as in production; elsewhere each call opens a new connection. */
  public DataSource dataSource() {
    return dataSource;
  }

  /** Drops the database and ends the connections to it; harmless when called again. */
  @Override
  public void close() {
    drop.run();
  }

  @Override
  public String toString() {
    return url;
  }

  private static void execute(DataSource source, String sql) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("Test database: cannot execute " + sql, e);
    }
  }
}
