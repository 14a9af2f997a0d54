package dev.tireless.spring.readme;

/** What the README's example sends. */
record Recharge(String id, String accountNo, long payAmount, String result) {}
