package dev.tireless.demo.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** At its start, the account system lets the recharge system hear of it. */
class AskAtStartTest {

  private final Path folder = Settings.newFolder("account");

  @Test
  void asksForWhatWasCreditedLast() {
    try (StubRecharge recharge = new StubRecharge()) {
      credit(recharge, "tx-1");
      assertThat(recharge.asked()).as("nothing was credited before the first start").isEmpty();

      try (RunningAccount again = new RunningAccount(0, recharge.url(), folder)) {
        assertThat(recharge.asked()).containsExactly("tx-1");
        assertThat(again.balance("1")).isEqualTo(100);
      }
    }
  }

  @Test
  void startsThoughNobodyHearsOfIt() {
    StubRecharge recharge = new StubRecharge();
    credit(recharge, "tx-1");
    recharge.close();

    try (RunningAccount again = new RunningAccount(0, recharge.url(), folder)) {
      assertThat(again.isMarked("tx-1")).isTrue();
    }
  }

  private void credit(StubRecharge recharge, String txNo) {
    try (RunningAccount account = new RunningAccount(0, recharge.url(), folder)) {
      Push.success(txNo, "1", 100).to(account.http());
      assertThat(account.isMarked(txNo)).isTrue();
    }
  }
}
