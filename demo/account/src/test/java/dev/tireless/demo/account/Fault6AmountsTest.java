package dev.tireless.demo.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.demo.sample.AccountPayService;
import dev.tireless.demo.sample.PayClient;
import dev.tireless.demo.sample.RocketMQTemplate;
import dev.tireless.demo.sample.SampleBank1;
import dev.tireless.demo.sample.SampleDatabase;
import dev.tireless.demo.sample.SamplePay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fault 6: null or negative amounts are taken, and a null amount makes the balance null. */
@ExtendWith(Shared.class)
class Fault6AmountsTest {

  private final BothServices services;

  Fault6AmountsTest(BothServices services) {
    this.services = services;
  }

  @Test
  void theSampleTakesNoAmountAndANegativeOneAndSpoilsTheBalance() {
    RocketMQTemplate template = RocketMQTemplate.working();
    try (SampleDatabase payDatabase = SampleDatabase.ofPay();
        SamplePay pay = new SamplePay(new AccountPayService(payDatabase, template));
        SampleDatabase database = SampleDatabase.ofBank1();
        SampleBank1 bank1 = new SampleBank1(database, PayClient.at(pay.url()))) {
      database.openAccount("1", 1000);
      database.openAccount("2", 1000);
      Caller caller = new Caller(pay.url());

      assertThat(caller.get("/account/paydo?accountNo=1").status()).isEqualTo(200);
      assertThat(caller.get("/account/paydo?accountNo=2&payAmount=-999").status()).isEqualTo(200);
      template.sent().forEach(bank1::onMessage);

      assertThat(database.balance("1")).isNull();
      assertThat(database.balance("2")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "-999", "0"})
  void oursRefusesToPayNoAmountAndANegativeOne(String payAmount) {
    String accountNo = Numbers.next("account");
    String body = "{\"accountNo\":\"%s\",\"payAmount\":%s}".formatted(accountNo, payAmount);
    String query = payAmount.equals("null") ? "" : "&payAmount=" + payAmount;

    services
        .recharge()
        .post("/recharges", body, "Idempotency-Key", Numbers.next("key"))
        .isProblem(400, "AMOUNT_INVALID");
    services
        .recharge()
        .get("/account/paydo?accountNo=" + accountNo + query)
        .isProblem(400, "AMOUNT_INVALID");

    assertThat(services.recharge().get("/demo/recharges?limit=200").text())
        .doesNotContain("\"" + accountNo + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "-999", "0"})
  void oursRefusesToCreditNoAmountAndANegativeOne(String payAmount, AccountAndStub stubbed) {
    RunningAccount account = stubbed.account();
    String accountNo = account.newAccount();
    String txNo = Numbers.next("tx");
    Push.success(Numbers.next("tx"), accountNo, 1000).to(account.http());

    Answer answer = Push.of(txNo, Push.success(txNo, accountNo, payAmount)).to(account.http());

    assertThat(answer.status()).isEqualTo(422);
    assertThat(account.balance(accountNo)).isEqualTo(1000);
    assertThat(account.isMarked(txNo)).isFalse();
  }
}
