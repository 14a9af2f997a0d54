package dev.tireless.demo.sample;

import org.jspecify.annotations.Nullable;

/** What is to be credited. */
record AccountChangeEvent(
    @Nullable String accountNo, @Nullable Long amount, @Nullable String txNo) {

  static AccountChangeEvent of(AccountPay accountPay) {
    return new AccountChangeEvent(accountPay.accountNo(), accountPay.payAmount(), accountPay.id());
  }
}
