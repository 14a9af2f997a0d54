package dev.tireless.demo.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.wire.Secret;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Shared.class)
class PushTest {

  private static final int DELIVERIES = 8;

  private final RunningAccount account;

  PushTest(AccountAndStub services) {
    this.account = services.account();
  }

  @Test
  void creditsAndMarksOnceHoweverOftenItIsTold() {
    String accountNo = account.newAccount();
    Push push = Push.success(Numbers.next("tx"), accountNo, 100);

    Answer first = push.to(account.http());
    Answer again = push.to(account.http());

    assertThat(List.of(first, again)).allMatch(answer -> answer.status() / 100 == 2);
    assertThat(account.balance(accountNo)).isEqualTo(100);
    assertThat(account.isMarked(push.txNo())).isTrue();
  }

  @RepeatedTest(3)
  void creditsOnceWhenEightDeliveriesComeAtOnce() {
    String accountNo = account.newAccount();
    Push push = Push.success(Numbers.next("tx"), accountNo, 100);

    List<Answer> answers = Together.run(DELIVERIES, n -> push.to(account.http()));

    assertThat(answers).anyMatch(answer -> answer.status() / 100 == 2);
    assertThat(account.balance(accountNo)).isEqualTo(100);
  }

  @Test
  void creditsEveryOneOfEightDifferentOnesAtOnce() {
    String accountNo = account.newAccount();

    List<Answer> answers =
        Together.run(
            DELIVERIES, n -> Push.success(Numbers.next("tx"), accountNo, 100).to(account.http()));

    assertThat(answers).allMatch(answer -> answer.status() / 100 == 2);
    assertThat(account.balance(accountNo)).isEqualTo(100 * DELIVERIES);
  }

  @Test
  void refusesAnUnknownAccountVisiblyAndMarksNothing() {
    Push push = Push.success(Numbers.next("tx"), "nobody", 100);

    Answer answer = push.to(account.http());

    assertThat(answer.status()).isEqualTo(422);
    assertThat(account.isMarked(push.txNo())).isFalse();
    assertThat(account.http().get("/demo/receipts").json().get("waiting"))
        .anyMatch(
            waiting ->
                waiting.get("subject").stringValue().equals(push.txNo())
                    && waiting.get("outcome").stringValue().equals("REFUSED")
                    && waiting.get("reason").stringValue().contains("nobody"));
  }

  @Test
  void creditsARefusedOneWhenTheAccountIsOpenedAndItIsToldAgain() {
    String accountNo = Numbers.next("late");
    Push push = Push.success(Numbers.next("tx"), accountNo, 100);
    push.to(account.http());
    account
        .http()
        .post(
            "/demo/accounts", "{\"accountNo\":\"%s\",\"accountName\":\"赵六\"}".formatted(accountNo));

    assertThat(push.to(account.http()).status() / 100).isEqualTo(2);

    assertThat(account.balance(accountNo)).isEqualTo(100);
    assertThat(account.http().get("/demo/receipts").json().get("waiting"))
        .noneMatch(waiting -> waiting.get("subject").stringValue().equals(push.txNo()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "null", "1.5", "\"100\"", "\"abc\"", "9223372036854775808"})
  void refusesAmountsThatAreNone(String amount) {
    String accountNo = account.newAccount();
    String txNo = Numbers.next("tx");

    Answer answer = Push.of(txNo, Push.success(txNo, accountNo, amount)).to(account.http());

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(account.balance(accountNo)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "[]",
        "null",
        "{}",
        "{\"id\":\"other\",\"accountNo\":\"1\",\"payAmount\":100,\"result\":\"success\"}"
      })
  void refusesWhatIsNoResultOfThisRecharge(String body) {
    long before = account.balance("1");

    assertThat(Push.of(Numbers.next("tx"), body).to(account.http()).status()).isEqualTo(422);

    assertThat(account.balance("1")).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"processing", "fail", "SUCCESS", "other"})
  void creditsNothingButASuccess(String result) {
    String accountNo = account.newAccount();
    String txNo = Numbers.next("tx");
    String body = Push.success(txNo, accountNo, "100").replace("success", result);

    assertThat(Push.of(txNo, body).to(account.http()).status()).isEqualTo(422);

    assertThat(account.balance(accountNo)).isZero();
  }

  @Test
  void believesNobodyWithoutTheSecret() {
    String accountNo = account.newAccount();
    Push push = Push.success(Numbers.next("tx"), accountNo, 100);

    Answer answer = push.to(account.http(), Secret.generate(new SecureRandom()));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(account.balance(accountNo)).isZero();
  }
}
