package dev.tireless.demo.account;

import java.net.URI;

/** The account system and a recharge system that answers as told. */
record AccountAndStub(StubRecharge recharge, RunningAccount account) implements AutoCloseable {

  static AccountAndStub start() {
    StubRecharge recharge = new StubRecharge();
    return new AccountAndStub(recharge, new RunningAccount(0, recharge.url()));
  }

  Caller http() {
    return account.http();
  }

  URI url() {
    return http().base();
  }

  @Override
  public void close() {
    account.close();
    recharge.close();
  }
}
