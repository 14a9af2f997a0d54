package dev.tireless.demo.recharge.order;

import dev.tireless.demo.recharge.Recharge;
import dev.tireless.demo.recharge.problem.Problem;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A recharge that somebody asks for, checked: nothing wrong gets further than this. */
record Order(String accountNo, Amount amount, Payment payment) {

  private static final Pattern ACCOUNT_NO = Pattern.compile("[A-Za-z0-9._:~-]{1,64}");

  static Order of(@Nullable String accountNo, Amount amount, Payment payment) {
    if (accountNo == null || !ACCOUNT_NO.matcher(accountNo).matches()) {
      throw Problem.badRequest(
          "ACCOUNT_NO_INVALID", "accountNo must be 1 to 64 letters, digits or . _ : ~ -");
    }
    return new Order(accountNo, amount, payment);
  }

  Recharge recharge(String txNo) {
    return new Recharge(txNo, accountNo, amount.fen(), payment.result());
  }
}
