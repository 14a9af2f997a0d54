package dev.tireless.demo.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.tireless.demo.sample.AccountPay;
import dev.tireless.demo.sample.AccountPayService;
import dev.tireless.demo.sample.RocketMQTemplate;
import dev.tireless.demo.sample.RocketMQTemplate.ProcessDied;
import dev.tireless.demo.sample.SampleDatabase;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fault 1: the message is sent after the insert, not atomically with it. Who dies between them has
 * paid and never notifies.
 */
@ExtendWith(Shared.class)
class Fault1SentAfterTheInsertTest {

  private final AccountAndStub services;

  Fault1SentAfterTheInsertTest(AccountAndStub services) {
    this.services = services;
  }

  @Test
  void theSampleForgetsWhatItDidNotSendBeforeItDied() {
    try (SampleDatabase database = SampleDatabase.ofPay()) {
      AccountPayService dying = new AccountPayService(database, RocketMQTemplate.dying());
      assertThatExceptionOfType(ProcessDied.class)
          .isThrownBy(() -> dying.insertAccountPay(AccountPay.order("first", "1", 100L)));

      RocketMQTemplate template = RocketMQTemplate.working();
      AccountPayService restarted = new AccountPayService(database, template);
      restarted.insertAccountPay(AccountPay.order("second", "1", 100L));

      assertThat(restarted.getAccountPay("first").result()).isEqualTo("success");
      assertThat(template.sent()).extracting(AccountPay::id).containsExactly("second");
    }
  }

  @Test
  void oursSendsAfterTheRestartWhatItDidNotSendBeforeItDied() {
    RunningAccount account = services.account();
    String accountNo = account.newAccount();
    Path data = Settings.newFolder("recharge");

    String txNo = rechargeAndDie(data, accountNo);
    assertThat(account.isMarked(txNo)).isFalse();

    try (RunningRecharge restarted = new RunningRecharge(data, services.url())) {
      assertThat(restarted.paid(accountNo)).isEqualTo(1);
      await().atMost(Duration.ofSeconds(60)).until(() -> account.isMarked(txNo));
      assertThat(account.balance(accountNo)).isEqualTo(100);
    }
  }

  /** A service whose engine never gets to run; its database stops without any tidying up. */
  private String rechargeAndDie(Path data, String accountNo) {
    try (RunningRecharge dying =
        new RunningRecharge(data, services.url(), "--tireless.engine.enabled=false")) {
      Answer answer = dying.recharge(Numbers.next("key"), accountNo, 100);
      assertThat(answer.status()).isEqualTo(201);
      dying.execute("SHUTDOWN IMMEDIATELY");
      return answer.json().get("id").stringValue();
    }
  }
}
