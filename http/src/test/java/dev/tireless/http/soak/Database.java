package dev.tireless.http.soak;

import dev.tireless.store.Dialect;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;

/** The nodes' database, as an operator sees it. */
final class Database implements AutoCloseable {

  private final TestDatabase database = TestDatabases.postgresql();

  /** A real PostgreSQL, durable at each commit, with Tireless' tables. */
  static Database migrated() throws SQLException, IOException {
    Database migrated = new Database();
    try (Connection connection = migrated.dataSource().getConnection();
        Statement statement = connection.createStatement();
        InputStream script =
            Objects.requireNonNull(
                Dialect.class.getResourceAsStream(
                    "/" + Dialect.POSTGRESQL.migrations() + "/V1__tireless.sql"))) {
      statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
    return migrated;
  }

  DataSource dataSource() {
    return database.dataSource();
  }

  String url() {
    return database.url();
  }

  String user() {
    return database.user();
  }

  /** How many deliveries a node holds. */
  int leasedBy(String node) throws SQLException {
    return texts(
            """
            SELECT seq FROM tireless_due WHERE leased_by = ?
            UNION ALL
            SELECT d.seq FROM tireless_range g
            JOIN tireless_delivery d
              ON d.receiver_id = g.receiver_id AND d.seq BETWEEN g.first_seq AND g.last_seq
            WHERE g.leased_by = ?
              AND NOT EXISTS (SELECT 1 FROM tireless_attempt a
                              WHERE a.receiver_id = d.receiver_id AND a.seq = d.seq)""",
            node,
            node)
        .size();
  }

  boolean isDrained() throws SQLException {
    return texts("SELECT notification_id FROM tireless_outbox").isEmpty()
        && texts("SELECT seq FROM tireless_due").isEmpty()
        && texts("SELECT first_seq FROM tireless_range").isEmpty();
  }

  Set<String> published() throws SQLException {
    return new HashSet<>(texts("SELECT id FROM tireless_notification"));
  }

  @Override
  public void close() {
    database.close();
  }

  private List<String> texts(String sql, String... arguments) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setString(i + 1, arguments[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<String> texts = new ArrayList<>();
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
        return texts;
      }
    }
  }
}
