package dev.tireless.demo.account.credit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The tables {@code account_info} and {@code de_duplication}. Its methods run in the caller's
 * transaction.
 */
@Repository
class Accounts {

  private static final String ALL =
      "SELECT account_no, account_name, account_balance FROM account_info ORDER BY id";
  private static final String OPEN =
      "INSERT INTO account_info (account_no, account_name, account_balance) VALUES (?, ?, 0)";
  private static final String CREDIT =
      "UPDATE account_info SET account_balance = account_balance + ? WHERE account_no = ?";
  private static final String MARK =
      "INSERT INTO de_duplication (tx_no, create_time) VALUES (?, ?)";

  private final JdbcClient jdbc;
  private final Clock clock;

  Accounts(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  List<Account> all() {
    return jdbc.sql(ALL).query(Accounts::read).list();
  }

  /**
   * Opens an account with nothing on it.
   *
   * @throws org.springframework.dao.DuplicateKeyException when there is one with this number
   */
  void open(String accountNo, String accountName) {
    jdbc.sql(OPEN).params(accountNo, accountName).update();
  }

  /** Adds to the balance; false when there is no such account. */
  boolean credit(String accountNo, long amount) {
    return jdbc.sql(CREDIT).params(amount, accountNo).update() == 1;
  }

  /**
   * Marks a recharge as credited.
   *
   * @throws org.springframework.dao.DuplicateKeyException when it is: roll back
   */
  void mark(String txNo) {
    LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    jdbc.sql(MARK).params(txNo, now).update();
  }

  private static Account read(ResultSet row, int number) throws SQLException {
    return new Account(row.getString(1), row.getString(2), row.getLong(3));
  }
}
