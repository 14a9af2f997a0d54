package dev.tireless.demo.sample;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The receiving party's SQL. Like MyBatis it joins the transaction that is open, if one is. */
class AccountInfoMapper {

  private static final String UPDATE_ACCOUNT_BALANCE =
      "update account_info set account_balance=account_balance+? where account_no=?";
  private static final String IS_EXIST_TX = "select count(1) from de_duplication where tx_no = ?";
  private static final String ADD_TX = "insert into de_duplication values(?,now())";

  private final JdbcClient jdbc;

  AccountInfoMapper(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  int updateAccountBalance(@Nullable String accountNo, @Nullable Long amount) {
    return jdbc.sql(UPDATE_ACCOUNT_BALANCE).params(amount, accountNo).update();
  }

  int isExistTx(@Nullable String txNo) {
    return jdbc.sql(IS_EXIST_TX).param(txNo).query(Integer.class).single();
  }

  int addTx(@Nullable String txNo) {
    return jdbc.sql(ADD_TX).param(txNo).update();
  }
}
