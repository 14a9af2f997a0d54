package dev.tireless.spring.readme;

import dev.tireless.receive.RefusedException;
import dev.tireless.spring.OnNotification;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

@Service
class Accounts {

  private static final String CREDIT =
      "UPDATE account_info SET account_balance = account_balance + ? WHERE account_no = ?";

  private final JdbcClient jdbc;

  Accounts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @OnNotification(topic = "recharge.completed")
  void credit(Recharge recharge) {
    if (jdbc.sql(CREDIT).params(recharge.payAmount(), recharge.accountNo()).update() == 0) {
      throw new RefusedException("There is no account " + recharge.accountNo());
    }
  }
}
