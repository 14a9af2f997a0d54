package dev.tireless.demo.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.tireless.demo.sample.AccountPay;
import dev.tireless.demo.sample.AccountPayService;
import dev.tireless.demo.sample.RocketMQTemplate;
import dev.tireless.demo.sample.SampleDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fault 2: if the send throws, the caller sees an error though the payment is committed. It tries
 * again, has no key to say that it does, and pays twice.
 */
@ExtendWith(Shared.class)
class Fault2RetryPaysTwiceTest {

  private final AccountAndStub services;

  Fault2RetryPaysTwiceTest(AccountAndStub services) {
    this.services = services;
  }

  @Test
  void theSamplePaysTwiceWhenTheSendThrew() {
    try (SampleDatabase database = SampleDatabase.ofPay()) {
      AccountPayService failing = new AccountPayService(database, RocketMQTemplate.throwing());
      assertThatIllegalStateException()
          .isThrownBy(() -> failing.insertAccountPay(AccountPay.order("first", "1", 100L)));

      new AccountPayService(database, RocketMQTemplate.working())
          .insertAccountPay(AccountPay.order("retry", "1", 100L));

      assertThat(database.paid()).isEqualTo(2);
    }
  }

  @Test
  void oursPaysOnceWhenTheSendFailsAndTheCallerRetries(BothServices both) {
    RunningAccount account = both.account();
    String accountNo = account.newAccount();
    String key = Numbers.next("key");
    both.answerAs("LOSE");

    Answer first = recharge(both, key, accountNo);
    Answer retry = recharge(both, key, accountNo);
    both.answerAs("NORMAL");

    assertThat(first.status()).isEqualTo(201);
    assertThat(retry.status()).isEqualTo(200);
    assertThat(retry.json()).isEqualTo(first.json());
    String txNo = first.json().get("id").stringValue();
    await().atMost(Duration.ofSeconds(60)).until(() -> both.state(txNo).equals("ACKED"));
    assertThat(account.balance(accountNo)).isEqualTo(100);
  }

  @Test
  void oursPaysNothingWhenItCannotAnnounceAndOnceWhenTheCallerRetries() {
    String accountNo = services.account().newAccount();
    String key = Numbers.next("key");
    try (RunningRecharge recharge =
        new RunningRecharge(Settings.newFolder("recharge"), services.url())) {
      recharge.execute("ALTER TABLE tireless_outbox ADD CONSTRAINT broken CHECK (1 = 0)");
      assertThat(recharge.recharge(key, accountNo, 100).status()).isEqualTo(500);
      assertThat(recharge.paid(accountNo)).isZero();

      recharge.execute("ALTER TABLE tireless_outbox DROP CONSTRAINT broken");
      assertThat(recharge.recharge(key, accountNo, 100).status()).isEqualTo(201);
      assertThat(recharge.recharge(key, accountNo, 100).status()).isEqualTo(200);
      assertThat(recharge.paid(accountNo)).isEqualTo(1);
    }
  }

  private static Answer recharge(BothServices both, String key, String accountNo) {
    String body = "{\"accountNo\":\"%s\",\"payAmount\":100}".formatted(accountNo);
    return both.recharge().post("/recharges", body, "Idempotency-Key", key);
  }
}
