package dev.tireless.demo.account.credit;

/**
 * An account.
 *
 * @param accountBalance in 分
 */
record Account(String accountNo, String accountName, long accountBalance) {}
