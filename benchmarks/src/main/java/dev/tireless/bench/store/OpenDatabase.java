package dev.tireless.bench.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * A database under load.
 *
 * @param url without user and password, as a process of its own would use it
 */
public record OpenDatabase(Store store, String url, String user) {

  private static final String H2_FILE = "jdbc:h2:file:%s;WRITE_DELAY=0;LOCK_TIMEOUT=10000";

  /** An H2 database in files of that name, which writes at each commit. */
  public static OpenDatabase h2(Path file) {
    return new OpenDatabase(Store.H2, H2_FILE.formatted(file.toAbsolutePath()), "sa");
  }

  /** A pool as every contestant gets one, only of another size: READ COMMITTED, prepared once. */
  public HikariDataSource pool(String name, int size, boolean autoCommit) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(url + store.options());
    config.setUsername(user);
    config.setPassword("");
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(size);
    config.setAutoCommit(autoCommit);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return new HikariDataSource(config);
  }

  /** Runs statements that end with a semicolon at the end of a line. */
  public void run(String script) {
    run(List.of(script.split(";\\s*\n", -1)));
  }

  /** Runs the statements, each in a transaction of its own. */
  public void run(List<String> statements) {
    try (HikariDataSource pool = pool("bench-script", 1, true);
        Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot prepare " + url, e);
    }
  }

  /** The process at the top of the database server's; empty when the database runs in this JVM. */
  public OptionalLong server() {
    if (store == Store.H2) {
      return OptionalLong.empty();
    }
    try (HikariDataSource pool = pool("bench-server", 1, true)) {
      String answer = one(pool, store.process());
      return OptionalLong.of(
          store == Store.POSTGRESQL ? parentOf(Long.parseLong(answer)) : written(answer, pool));
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("Cannot find the server of " + url, e);
    }
  }

  private static long parentOf(long backend) {
    return ProcessHandle.of(backend)
        .flatMap(ProcessHandle::parent)
        .map(ProcessHandle::pid)
        .orElseThrow(() -> new IllegalStateException("No server above process " + backend));
  }

  private static long written(String pidFile, DataSource source) throws SQLException, IOException {
    Path file = Path.of(one(source, "SELECT @@datadir")).resolve(pidFile);
    return Long.parseLong(Files.readString(file).strip());
  }

  private static String one(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
