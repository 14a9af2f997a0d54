package dev.tireless.bench.contestant;

import dev.tireless.bench.load.Message;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The business whose result is announced: one inserted row, or none. */
final class Business {

  private static final String TABLE =
      """
      CREATE TABLE account_pay (
        id         VARCHAR(64) PRIMARY KEY,
        account_no VARCHAR(64) NOT NULL,
        pay_amount BIGINT NOT NULL,
        result     VARCHAR(16) NOT NULL
      );
      """;
  private static final String INSERT =
      "INSERT INTO account_pay (id, account_no, pay_amount, result) VALUES (?, ?, ?, ?)";

  private final boolean wanted;

  Business(Stage stage) {
    this.wanted = stage.business();
    if (wanted) {
      stage.database().run(TABLE);
    }
  }

  /** Does it within the transaction that is open on the connection. */
  void run(Connection connection, Message message) throws SQLException {
    if (!wanted) {
      return;
    }
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, message.subject());
      insert.setString(2, "account-" + message.number() % 1000);
      insert.setLong(3, message.number());
      insert.setString(4, "success");
      insert.executeUpdate();
    }
  }
}
