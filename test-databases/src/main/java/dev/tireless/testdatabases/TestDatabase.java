package dev.tireless.testdatabases;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * One database that exists for one test class; {@link #close()} drops it, whoever is still
 * connected. Thread-safe.
 */
public final class TestDatabase implements AutoCloseable {
  private final String name;
  private final String url;
  private final String user;
  private final DataSource dataSource;
  private final DataSource administration;
  private final String drop;

  private TestDatabase(
      String name,
      String url,
      String user,
      DataSource dataSource,
      DataSource administration,
      String drop) {
    this.name = name;
    this.url = url;
    this.user = user;
    this.dataSource = dataSource;
    this.administration = administration;
    this.drop = drop;
  }

  static TestDatabase create(Product product, String name) {
    int port = new SharedServer(product, ServerFolder.of(product)).join().port();
    DataSource administration = product.dataSource(product.administrationUrl(port));
    execute(administration, product.createStatement(name));
    String url = product.url(port, name);
    return new TestDatabase(
        name,
        url,
        product.user(),
        product.dataSource(url),
        administration,
        product.dropStatement(name));
  }

  static TestDatabase inMemory(String name) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1;WRITE_DELAY=0;LOCK_TIMEOUT=10000");
    source.setUser("sa");
    return new TestDatabase(name, source.getURL(), "sa", source, source, "SHUTDOWN");
  }

  /** The database's name, unique within the build. */
  public String name() {
    return name;
  }

  /** The JDBC URL, without user and password. */
  public String url() {
    return url;
  }

  /** The database's superuser. */
  public String user() {
    return user;
  }

  /** Empty: the servers listen on the loopback address only and ask for none. */
  public String password() {
    return "";
  }

  /** Opens a new connection at each call; there is no pool. */
  public DataSource dataSource() {
    return dataSource;
  }

  @Override
  public void close() {
    execute(administration, drop);
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
      throw new IllegalStateException("Test database: " + sql + " failed", e);
    }
  }
}
