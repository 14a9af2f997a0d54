package dev.tireless.demo.story.books;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/** One database, asked by SQL. */
final class Books {

  private final DataSource source;

  Books(DataSource source) {
    this.source = source;
  }

  DataSource source() {
    return source;
  }

  /** One value of each row. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** The first column of the only row, 0 when there is none or it is null. */
  long number(String sql, Object... parameters) {
    return ask(sql, rows -> rows.next() ? rows.getLong(1) : 0L, parameters);
  }

  /** First column to what is read of the row, in the order of the rows. */
  <T> Map<String, T> map(String sql, Reader<T> value, Object... parameters) {
    return ask(
        sql,
        rows -> {
          Map<String, T> map = new LinkedHashMap<>();
          while (rows.next()) {
            map.put(rows.getString(1), value.read(rows));
          }
          return map;
        },
        parameters);
  }

  /**
   * Whether no other program is connected: the database has heard of the end of a killed process.
   */
  boolean isAlone() {
    return number(
            """
            SELECT COUNT(*) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name <> current_setting('application_name')""")
        == 0;
  }

  /** Changes what an application alone should change. */
  void change(String sql, Object... parameters) {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot change: " + sql, e);
    }
  }

  private <T> T ask(String sql, Reader<T> reader, Object... parameters) {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return reader.read(rows);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot ask: " + sql, e);
    }
  }
}
