package dev.tireless.demo.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.testdatabases.FreePort;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The account system asks by itself; the recharge system answers in every way it can. */
@ExtendWith(Shared.class)
class AskTest {

  private final StubRecharge recharge;
  private final RunningAccount account;

  AskTest(AccountAndStub services) {
    this.recharge = services.recharge();
    this.account = services.account();
  }

  @Test
  void creditsASuccessOnceHoweverOftenItAsks() {
    String accountNo = account.newAccount();
    String txNo = knownSuccess(accountNo);

    Answer first = ask(txNo);
    Answer again = ask(txNo);

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.json())
        .isEqualTo(JsonMapper.shared().readTree(Push.success(txNo, accountNo, "100")));
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(account.balance(accountNo)).isEqualTo(100);
    assertThat(account.isMarked(txNo)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"processing", "fail"})
  void passesOnWhatIsNoSuccessAndCreditsNothing(String result) {
    String accountNo = account.newAccount();
    String txNo = Numbers.next("tx");
    recharge.reply(txNo, 200, Push.success(txNo, accountNo, "100").replace("success", result));

    Answer answer = ask(txNo);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("result").stringValue()).isEqualTo(result);
    assertThat(account.balance(accountNo)).isZero();
    assertThat(account.isMarked(txNo)).isFalse();
  }

  @Test
  void creditsASuccessThatWasProcessingBefore() {
    String accountNo = account.newAccount();
    String txNo = Numbers.next("tx");
    String success = Push.success(txNo, accountNo, "100");
    recharge.reply(txNo, 200, success.replace("success", "processing"));
    ask(txNo);

    recharge.reply(txNo, 200, success);
    ask(txNo);

    assertThat(account.balance(accountNo)).isEqualTo(100);
  }

  @Test
  void doesNothingWhenItIsToldWhatItAskedFor() {
    String accountNo = account.newAccount();
    String txNo = knownSuccess(accountNo);
    ask(txNo);

    Answer pushed = Push.success(txNo, accountNo, 100).to(account.http());

    assertThat(pushed.status() / 100).isEqualTo(2);
    assertThat(account.balance(accountNo)).isEqualTo(100);
  }

  @Test
  void doesNothingWhenItAsksForWhatItWasTold() {
    String accountNo = account.newAccount();
    String txNo = knownSuccess(accountNo);
    Push.success(txNo, accountNo, 100).to(account.http());

    assertThat(ask(txNo).status()).isEqualTo(200);

    assertThat(account.balance(accountNo)).isEqualTo(100);
  }

  @RepeatedTest(3)
  void creditsOnceWhenAskingAndTellingMeet() {
    String accountNo = account.newAccount();
    String txNo = knownSuccess(accountNo);
    Push push = Push.success(txNo, accountNo, 100);

    List<Answer> answers = Together.run(8, n -> n % 2 == 0 ? ask(txNo) : push.to(account.http()));

    assertThat(answers).anyMatch(answer -> answer.status() / 100 == 2);
    assertThat(account.balance(accountNo)).isEqualTo(100);
  }

  @Test
  void saysWhenTheAccountIsUnknownAndMarksNothing() {
    String txNo = knownSuccess("nobody");

    ask(txNo).isProblem(409, "ACCOUNT_UNKNOWN");

    assertThat(account.isMarked(txNo)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "%27%20OR%201=1"})
  void saysUnknownOfWhatTheRechargeSystemDoesNotKnow(String txNo) {
    ask(txNo).isProblem(404, "RESULT_UNKNOWN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404|{}",
        "404|<html>no such page</html>",
        "401|{}",
        "500|{}",
        "503|''",
        "302|''",
        "200|''",
        "200|not json",
        "200|null",
        "200|{}",
        "200|{\"id\":\"other\",\"accountNo\":\"1\",\"payAmount\":100,\"result\":\"success\"}"
      })
  void saysThatAnAnswerIsOfNoUseAndCreditsNothing(int status, String body) {
    String txNo = Numbers.next("tx");
    long before = account.balance("1");
    recharge.reply(txNo, status, body);

    ask(txNo).isProblem(502, "RECHARGE_ANSWER_UNUSABLE");

    assertThat(account.balance("1")).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "null", "1.5", "\"100\"", "9223372036854775808"})
  void takesNoAmountThatIsNone(String amount) {
    String accountNo = account.newAccount();
    String txNo = Numbers.next("tx");
    recharge.reply(txNo, 200, Push.success(txNo, accountNo, amount));

    ask(txNo).isProblem(502, "RECHARGE_ANSWER_UNUSABLE");

    assertThat(account.balance(accountNo)).isZero();
  }

  @Test
  void saysWhenTheRechargeSystemDoesNotAnswer() {
    String txNo = Numbers.next("tx");
    recharge.replyNever(txNo);

    ask(txNo).isProblem(504, "RECHARGE_TIMEOUT");
  }

  @Test
  void saysWhenTheRechargeSystemIsDown() {
    URI nobody = URI.create("http://127.0.0.1:" + FreePort.find());
    try (RunningAccount alone = new RunningAccount(0, nobody)) {
      alone.http().get("/payresult/tx").isProblem(502, "RECHARGE_UNREACHABLE");
    }
  }

  private String knownSuccess(String accountNo) {
    String txNo = Numbers.next("tx");
    recharge.reply(txNo, 200, Push.success(txNo, accountNo, "100"));
    return txNo;
  }

  private Answer ask(String txNo) {
    return account.http().get("/payresult/" + txNo);
  }
}
