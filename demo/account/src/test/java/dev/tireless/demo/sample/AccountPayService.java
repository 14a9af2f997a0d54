package dev.tireless.demo.sample;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The notifying party's service. It has no transaction: the insert commits by itself. */
public final class AccountPayService {

  private static final String INSERT =
      "insert into account_pay(id,account_no,pay_amount,result) values(?,?,?,?)";
  private static final String FIND =
      """
      select id,account_no accountNo,pay_amount payAmount,result from account_pay where id=?""";

  private final JdbcClient jdbc;
  private final RocketMQTemplate rocketMQTemplate;

  public AccountPayService(SampleDatabase database, RocketMQTemplate rocketMQTemplate) {
    this.jdbc = database.jdbc();
    this.rocketMQTemplate = rocketMQTemplate;
  }

  public @Nullable AccountPay insertAccountPay(AccountPay accountPay) {
    int success =
        jdbc.sql(INSERT)
            .params(accountPay.id(), accountPay.accountNo(), accountPay.payAmount(), "success")
            .update();
    if (success > 0) {
      AccountPay paid = accountPay.withSuccess();
      rocketMQTemplate.convertAndSend("topic_notifymsg", paid);
      return paid;
    }
    return null;
  }

  public @Nullable AccountPay getAccountPay(String txNo) {
    return jdbc.sql(FIND).param(txNo).query(AccountPayService::read).optional().orElse(null);
  }

  private static AccountPay read(ResultSet row, int number) throws SQLException {
    return new AccountPay(
        row.getString("id"),
        row.getString("accountNo"),
        row.getObject("payAmount", Long.class),
        row.getString("result"));
  }
}
