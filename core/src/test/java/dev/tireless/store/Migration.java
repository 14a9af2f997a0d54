package dev.tireless.store;

import dev.tireless.testdatabases.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Creates Tireless' tables in an empty database by the product's own migration. */
public final class Migration {

  private Migration() {}

  /**
   * Runs the migration of whichever database this is.
   *
   * @throws IllegalStateException when a statement fails
   */
  public static void apply(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : script(Dialect.of(connection)).split(";\\s*\n", -1)) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The migration failed", e);
    }
  }

  /** Gives the database, with the tables in it. */
  static TestDatabase applied(TestDatabase empty) {
    apply(empty.dataSource());
    return empty;
  }

  private static String script(Dialect dialect) {
    String path = "/" + dialect.migrations() + "/V1__tireless.sql";
    try (InputStream script = Migration.class.getResourceAsStream(path)) {
      if (script == null) {
        throw new IllegalStateException("No migration " + path + " on the class path");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }
}
