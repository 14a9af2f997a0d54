package dev.tireless.store;

import com.mysql.cj.jdbc.MysqlConnectionPoolDataSource;
import dev.tireless.testdatabases.TestDatabase;
import javax.sql.ConnectionPoolDataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** Keeps connections for the next step, as an engine does; H2's pool takes any driver's. */
final class TestPool {

  private static final int MOST = 32;

  private TestPool() {}

  static JdbcConnectionPool of(TestDatabase database) {
    JdbcConnectionPool pool = JdbcConnectionPool.create(source(database));
    pool.setMaxConnections(MOST);
    return pool;
  }

  private static ConnectionPoolDataSource source(TestDatabase database) {
    String product = database.url().split(":", -1)[1];
    return switch (product) {
      case "h2" -> h2(database);
      case "postgresql" -> postgresql(database);
      case "mysql" -> mysql(database);
      default -> throw new IllegalArgumentException("No pool for " + product);
    };
  }

  private static ConnectionPoolDataSource h2(TestDatabase database) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(database.url());
    source.setUser(database.user());
    return source;
  }

  private static ConnectionPoolDataSource postgresql(TestDatabase database) {
    PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
    source.setURL(database.url());
    source.setUser(database.user());
    return source;
  }

  private static ConnectionPoolDataSource mysql(TestDatabase database) {
    MysqlConnectionPoolDataSource source = new MysqlConnectionPoolDataSource();
    source.setURL(database.url());
    source.setUser(database.user());
    return source;
  }
}
