package dev.tireless.demo.story.chapter;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A small H2 in memory, to be filled by hand. */
final class PreparedDatabase implements AutoCloseable {

  static final String TIRELESS = "RUNSCRIPT FROM 'classpath:db/tireless/h2/V1__tireless.sql'";

  private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

  String url() {
    return url;
  }

  void run(String sql) {
    try (Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot run " + sql, e);
    }
  }

  @Override
  public void close() {
    run("SHUTDOWN");
  }
}
