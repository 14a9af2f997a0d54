package dev.tireless.demo.recharge;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code account_pay}. Its methods run in the caller's transaction. */
@Repository
public class Recharges {

  private static final String INSERT =
      "INSERT INTO account_pay (id, account_no, pay_amount, result) VALUES (?, ?, ?, ?)";
  private static final String FIND =
      "SELECT id, account_no, pay_amount, result FROM account_pay WHERE id = ?";
  private static final String NEWEST =
      "SELECT id, account_no, pay_amount, result FROM account_pay ORDER BY id DESC LIMIT ?";
  private static final String FINISH =
      "UPDATE account_pay SET result = ? WHERE id = ? AND result = 'processing'";

  private final JdbcClient jdbc;

  Recharges(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public void insert(Recharge recharge) {
    jdbc.sql(INSERT)
        .params(recharge.id(), recharge.accountNo(), recharge.payAmount(), recharge.result().text())
        .update();
  }

  public Optional<Recharge> find(String txNo) {
    return jdbc.sql(FIND).param(txNo).query(Recharges::read).optional();
  }

  public List<Recharge> newest(int limit) {
    return jdbc.sql(NEWEST).param(limit).query(Recharges::read).list();
  }

  /** Moves a processing one to its result; false when it is not processing, or unknown. */
  public boolean finish(String txNo, RechargeResult result) {
    return jdbc.sql(FINISH).params(result.text(), txNo).update() == 1;
  }

  private static Recharge read(ResultSet row, int number) throws SQLException {
    return new Recharge(
        row.getString("id"),
        row.getString("account_no"),
        row.getLong("pay_amount"),
        RechargeResult.of(row.getString("result")));
  }
}
