package dev.tireless.demo.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A recharge reaches the account. */
@ExtendWith(Shared.class)
class BothServicesTest {

  private final BothServices services;
  private final RunningAccount account;

  BothServicesTest(BothServices services) {
    this.services = services;
    this.account = services.account();
  }

  @AfterEach
  void answerNormally() {
    services.answerAs("NORMAL");
  }

  @Test
  void creditsARechargeOnce() {
    String accountNo = account.newAccount();

    String txNo = services.recharge(accountNo, 100);

    awaitState(txNo, "ACKED");
    assertThat(account.balance(accountNo)).isEqualTo(100);
    assertThat(account.isMarked(txNo)).isTrue();
  }

  @Test
  void creditsTwentyAfterTheAccountSystemLostThem() {
    String accountNo = account.newAccount();
    services.answerAs("LOSE");
    List<String> made =
        IntStream.range(0, 20).mapToObj(n -> services.recharge(accountNo, 100)).toList();
    services.answerAs("NORMAL");

    made.forEach(txNo -> awaitState(txNo, "ACKED"));

    assertThat(account.balance(accountNo)).isEqualTo(2000);
  }

  @Test
  void creditsOnceThoughTheAnswersWereTooLate() {
    String accountNo = account.newAccount();
    account.http().put("/demo/answers", "{\"mode\":\"LATE\",\"delayMs\":3500}");
    String txNo = services.recharge(accountNo, 100);
    await().until(() -> attempts(txNo) >= 2);
    services.answerAs("NORMAL");

    awaitState(txNo, "ACKED");

    assertThat(account.balance(accountNo)).isEqualTo(100);
  }

  @Test
  void creditsByAskingWhatItWasNotToldAndIgnoresTheTellingAfterwards() {
    String accountNo = account.newAccount();
    services.answerAs("LOSE");
    String txNo = services.recharge(accountNo, 100);

    assertThat(account.http().get("/payresult/" + txNo).status()).isEqualTo(200);

    assertThat(account.balance(accountNo)).isEqualTo(100);
    services.answerAs("NORMAL");
    awaitState(txNo, "ACKED");
    assertThat(account.balance(accountNo)).isEqualTo(100);
  }

  @Test
  void refusesAnUnknownAccountAndCreditsItAfterOpeningAndReplay() {
    String accountNo = Numbers.next("unopened");
    String txNo = services.recharge(accountNo, 100);
    awaitState(txNo, "REFUSED");
    assertThat(account.isMarked(txNo)).isFalse();
    account
        .http()
        .post(
            "/demo/accounts", "{\"accountNo\":\"%s\",\"accountName\":\"赵六\"}".formatted(accountNo));

    assertThat(services.replay(txNo).status()).isEqualTo(200);

    awaitState(txNo, "ACKED");
    assertThat(account.balance(accountNo)).isEqualTo(100);
  }

  @Test
  void tellsUnknownProcessingAndFailedApart() {
    account.http().get("/payresult/unknown").isProblem(404, "RESULT_UNKNOWN");
    assertThat(resultOf("later")).isEqualTo("processing");
    assertThat(resultOf("declined")).isEqualTo("fail");
  }

  private String resultOf(String payment) {
    String body = "{\"accountNo\":\"1\",\"payAmount\":100,\"payment\":\"%s\"}".formatted(payment);
    String txNo =
        services
            .recharge()
            .post("/recharges", body, "Idempotency-Key", Numbers.next("key"))
            .json()
            .get("id")
            .stringValue();
    return account.http().get("/payresult/" + txNo).json().get("result").stringValue();
  }

  private int attempts(String txNo) {
    return services.recharge().get("/demo/recharges/" + txNo + "/attempts").json().size();
  }

  private void awaitState(String txNo, String state) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(services.state(txNo)).isEqualTo(state));
  }
}
