package dev.tireless.spring.deliver;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import dev.tireless.spring.InvalidPropertyException;
import dev.tireless.store.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.DataSourceUnwrapper;

/**
 * The engine's connections: a small pool of its own beside the application's, to the same database
 * as the same user, with {@link TimeLimits}, so that neither a caller nor a frozen node can hold
 * the engine up. It is no {@link DataSource} bean: an application with one data source still has
 * one.
 *
 * <p>When the application's data source is no HikariCP pool, or a nameless H2 database that only
 * this very pool can reach, the engine shares it, and the application's limits hold. They hold too
 * when its pool knows no JDBC URL but a data source, by class name or JNDI: the drivers' data
 * sources name their properties otherwise. Internal: public for what brings work to the engine.
 */
public final class EnginePool implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EnginePool.class);
  private static final int SMALLEST = 2;
  private static final Pattern NAMELESS_H2 = Pattern.compile("jdbc:h2:mem:(;.*)?");

  private final DataSource dataSource;
  private final @Nullable HikariDataSource own;

  private EnginePool(DataSource dataSource, @Nullable HikariDataSource own) {
    this.dataSource = dataSource;
    this.own = own;
  }

  /**
   * A pool of at most that many connections.
   *
   * @throws InvalidPropertyException when the engine's threads need more
   */
  static EnginePool beside(DataSource application, int size) {
    if (size < SMALLEST) {
      throw new InvalidPropertyException(
          "tireless.engine.pool-size", "at least " + SMALLEST + ", but it is " + size);
    }
    HikariDataSource pool = hikari(application);
    if (pool == null) {
      log.info("The engine shares the application's connections, having no HikariCP pool to copy");
      return new EnginePool(application, null);
    }
    HikariDataSource own = new HikariDataSource(copy(pool, dialect(application), size));
    return new EnginePool(own, own);
  }

  public DataSource dataSource() {
    return dataSource;
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }

  @Override
  public String toString() {
    return own == null
        ? "the application's connections"
        : "at most " + own.getMaximumPoolSize() + " connections";
  }

  private static @Nullable HikariDataSource hikari(DataSource application) {
    HikariDataSource pool =
        DataSourceUnwrapper.unwrap(application, HikariConfigMXBean.class, HikariDataSource.class);
    return pool == null || NAMELESS_H2.matcher(String.valueOf(pool.getJdbcUrl())).matches()
        ? null
        : pool;
  }

  private static Dialect dialect(DataSource application) {
    try (Connection connection = application.getConnection()) {
      return Dialect.of(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("The engine cannot connect to the database", e);
    }
  }

  // Not copyStateTo: that would share the driver's properties, and ours would leak into its pool.
  private static HikariConfig copy(HikariDataSource pool, Dialect dialect, int size) {
    HikariConfig own = new HikariConfig();
    own.setPoolName("tireless-engine");
    own.setMaximumPoolSize(size);
    own.setMinimumIdle(1);
    // By the pool: a level that we set on a connection would be undone when it goes back.
    own.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    own.setExceptionOverride(new ReadOnlyEvicted());
    copyTarget(pool, own);
    copySession(pool, own);
    if (pool.getJdbcUrl() != null) {
      TimeLimits.of(dialect).forEach(own.getDataSourceProperties()::putIfAbsent);
    }
    own.setConnectionTimeout(TimeLimits.CONNECT.toMillis());
    own.setKeepaliveTime(TimeLimits.KEEP_ALIVE.toMillis());
    return own;
  }

  private static void copyTarget(HikariDataSource pool, HikariConfig own) {
    own.setDataSourceProperties(pool.getDataSourceProperties());
    own.setDataSource(pool.getDataSource());
    own.setDataSourceJNDI(pool.getDataSourceJNDI());
    own.setDataSourceClassName(pool.getDataSourceClassName());
    own.setJdbcUrl(pool.getJdbcUrl());
    own.setCredentials(pool.getCredentials());
    if (pool.getDriverClassName() != null) {
      own.setDriverClassName(pool.getDriverClassName());
    }
  }

  private static void copySession(HikariDataSource pool, HikariConfig own) {
    own.setCatalog(pool.getCatalog());
    own.setSchema(pool.getSchema());
    own.setConnectionInitSql(pool.getConnectionInitSql());
    own.setConnectionTestQuery(pool.getConnectionTestQuery());
    own.setMaxLifetime(pool.getMaxLifetime());
    own.setMetricsTrackerFactory(pool.getMetricsTrackerFactory());
  }
}
