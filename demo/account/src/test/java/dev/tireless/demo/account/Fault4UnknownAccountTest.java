package dev.tireless.demo.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.demo.sample.AccountPay;
import dev.tireless.demo.sample.PayClient;
import dev.tireless.demo.sample.SampleBank1;
import dev.tireless.demo.sample.SampleDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fault 4: an unknown account updates no row, the recharge is marked as processed all the same, and
 * the money is lost.
 */
@ExtendWith(Shared.class)
class Fault4UnknownAccountTest {

  private final RunningAccount account;

  Fault4UnknownAccountTest(AccountAndStub services) {
    this.account = services.account();
  }

  @Test
  void theSampleLosesTheMoneyOfAnUnknownAccount() {
    try (SampleDatabase database = SampleDatabase.ofBank1();
        SampleBank1 bank1 = new SampleBank1(database, PayClient.success("9", 100))) {
      AccountPay message = AccountPay.success("tx", "9", 100L);
      bank1.onMessage(message);
      assertThat(database.isMarked("tx")).isTrue();

      database.openAccount("9", 0);
      bank1.onMessage(message);
      bank1.queryPayResult("tx");

      assertThat(database.balance("9")).isZero();
    }
  }

  @Test
  void oursRefusesAnUnknownAccountVisiblyAndCreditsItAfterItWasOpened() {
    String accountNo = Numbers.next("unopened");
    Push push = Push.success(Numbers.next("tx"), accountNo, 100);
    assertThat(push.to(account.http()).status()).isEqualTo(422);
    assertThat(account.isMarked(push.txNo())).isFalse();
    assertThat(waiting()).contains(push.txNo());

    open(accountNo);
    assertThat(push.to(account.http()).status()).isEqualTo(200);

    assertThat(account.balance(accountNo)).isEqualTo(100);
    assertThat(waiting()).doesNotContain(push.txNo());
  }

  private List<String> waiting() {
    return account
        .http()
        .get("/demo/receipts")
        .json()
        .get("waiting")
        .valueStream()
        .map(item -> item.get("subject").stringValue())
        .toList();
  }

  private void open(String accountNo) {
    String body = "{\"accountNo\":\"%s\",\"accountName\":\"赵六\"}".formatted(accountNo);
    assertThat(account.http().post("/demo/accounts", body).status()).isEqualTo(201);
  }
}
