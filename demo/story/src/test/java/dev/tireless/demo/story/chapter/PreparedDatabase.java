package dev.tireless.demo.story.chapter;

import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A small H2 in memory, to be filled by hand. */
final class PreparedDatabase implements AutoCloseable {

  static final String TIRELESS = "RUNSCRIPT FROM 'classpath:db/tireless/h2/V1__tireless.sql'";

  private final TestDatabase database = TestDatabases.h2();

  DataSource source() {
    return database.dataSource();
  }

  void run(String sql) {
    try (Connection connection = source().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot run " + sql, e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
