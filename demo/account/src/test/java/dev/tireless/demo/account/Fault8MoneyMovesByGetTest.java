package dev.tireless.demo.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.demo.sample.AccountPay;
import dev.tireless.demo.sample.AccountPayService;
import dev.tireless.demo.sample.PayClient;
import dev.tireless.demo.sample.RocketMQTemplate;
import dev.tireless.demo.sample.SampleBank1;
import dev.tireless.demo.sample.SampleDatabase;
import dev.tireless.demo.sample.SamplePay;
import dev.tireless.wire.Secret;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fault 8: money moves by GET, without any authentication. Ours keeps {@code GET /account/paydo}
 * for the source document's sake; the proper way is the POST that is shown here.
 */
@ExtendWith(Shared.class)
class Fault8MoneyMovesByGetTest {

  private final BothServices services;

  Fault8MoneyMovesByGetTest(BothServices services) {
    this.services = services;
  }

  @Test
  void theSamplePaysTwiceWhenAnythingRepeatsAGetAndTellsEverybody() {
    RocketMQTemplate template = RocketMQTemplate.working();
    try (SampleDatabase database = SampleDatabase.ofPay();
        SamplePay pay = new SamplePay(new AccountPayService(database, template))) {
      Caller anybody = new Caller(pay.url());
      anybody.get("/account/paydo?accountNo=1&payAmount=100");
      anybody.get("/account/paydo?accountNo=1&payAmount=100");

      assertThat(template.sent()).hasSize(2);
      assertThat(template.sent())
          .map(sent -> anybody.get("/account/payResult/" + sent.id()).json())
          .allMatch(told -> told.get("payAmount").longValue() == 100);
    }
  }

  @Test
  void theSampleBelievesAForgedMessage() {
    try (SampleDatabase database = SampleDatabase.ofBank1();
        SampleBank1 bank1 = new SampleBank1(database, PayClient.success("1", 100))) {
      database.openAccount("1", 0);

      bank1.onMessage(AccountPay.success("forged", "1", 100L));

      assertThat(database.balance("1")).isEqualTo(100);
    }
  }

  @Test
  void oursTakesAPostOnceAndOnlyWithAKey() {
    String accountNo = Numbers.next("account");
    String key = Numbers.next("key");
    String body = "{\"accountNo\":\"%s\",\"payAmount\":100}".formatted(accountNo);
    Caller recharge = services.recharge();

    recharge.post("/recharges", body).isProblem(400, "IDEMPOTENCY_KEY_INVALID");
    recharge.get("/recharges?accountNo=1&payAmount=100").isProblem(405, "METHOD_NOT_ALLOWED");
    assertThat(recharge.post("/recharges", body, "Idempotency-Key", key).status()).isEqualTo(201);
    assertThat(recharge.post("/recharges", body, "Idempotency-Key", key).status()).isEqualTo(200);

    assertThat(recharge.get("/demo/recharges?limit=200").text())
        .containsOnlyOnce("\"" + accountNo + "\"");
  }

  @Test
  void oursTellsAResultOnlyToWhomHasTheToken() {
    String txNo = services.recharge(services.account().newAccount(), 100);

    services.recharge().get("/account/payResult/" + txNo).isProblem(401, "UNAUTHORIZED");

    assertThat(services.account().http().get("/payresult/" + txNo).status()).isEqualTo(200);
  }

  @Test
  void oursRefusesANotificationThatIsNotSignedOrByAnotherSecret(AccountAndStub stubbed) {
    RunningAccount account = stubbed.account();
    String accountNo = account.newAccount();
    Push forged = Push.success(Numbers.next("tx"), accountNo, 100);

    Answer unsigned =
        account.http().post("/tireless/notifications", forged.body().getBytes(UTF_8), Map.of());
    Answer bySomebody = forged.to(account.http(), Secret.generate(new SecureRandom()));

    assertThat(unsigned.status()).isEqualTo(401);
    assertThat(bySomebody.status()).isEqualTo(401);
    assertThat(account.balance(accountNo)).isZero();
    assertThat(account.isMarked(forged.txNo())).isFalse();
  }
}
