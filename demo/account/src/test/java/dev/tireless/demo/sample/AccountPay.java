package dev.tireless.demo.sample;

import org.jspecify.annotations.Nullable;

/** A recharge: row, message, parameters and answer in one, and nothing of it is ever checked. */
public record AccountPay(
    @Nullable String id,
    @Nullable String accountNo,
    @Nullable Long payAmount,
    @Nullable String result) {

  /** What is asked for. */
  public static AccountPay order(String id, String accountNo, @Nullable Long payAmount) {
    return new AccountPay(id, accountNo, payAmount, null);
  }

  /** What is told. */
  public static AccountPay success(String id, String accountNo, @Nullable Long payAmount) {
    return new AccountPay(id, accountNo, payAmount, "success");
  }

  AccountPay withId(String txNo) {
    return new AccountPay(txNo, accountNo, payAmount, result);
  }

  AccountPay withSuccess() {
    return new AccountPay(id, accountNo, payAmount, "success");
  }
}
