package dev.tireless.demo.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Shared.class)
class AnswersTest {

  private final RunningAccount account;
  private final String accountNo;
  private final Push push;

  AnswersTest(AccountAndStub services) {
    this.account = services.account();
    this.accountNo = account.newAccount();
    this.push = Push.success(Numbers.next("tx"), accountNo, 100);
  }

  @AfterEach
  void answerNormally() {
    move("NORMAL", 0);
  }

  @Test
  void tellsItsPosition() {
    move("LATE", 1234);

    Answer answer = account.http().get("/demo/answers");

    assertThat(answer.json().get("mode").stringValue()).isEqualTo("LATE");
    assertThat(answer.json().get("delayMs").intValue()).isEqualTo(1234);
  }

  @Test
  void losesAMessage() {
    move("LOSE", 0);

    Answer answer = push.to(account.http());

    assertThat(answer.status()).isEqualTo(500);
    assertThat(account.balance(accountNo)).isZero();
  }

  @Test
  void holdsItsAnswerUntilTheSwitchMovesAndAppliesNothing() {
    move("SILENT", 0);

    CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> push.to(account.http()));

    await().during(Duration.ofSeconds(1)).until(() -> !answer.isDone());
    move("NORMAL", 0);
    assertThat(answer.join().status()).isEqualTo(503);
    assertThat(account.balance(accountNo)).isZero();
  }

  @Test
  void creditsAtOnceAndAnswersLate() {
    move("LATE", 1500);

    CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> push.to(account.http()));

    await().until(() -> account.balance(accountNo) == 100);
    assertThat(answer).isNotDone();
    assertThat(answer.join().status() / 100).isEqualTo(2);
  }

  @Test
  void leavesTheOtherPathsAlone() {
    move("SILENT", 0);

    assertThat(account.http().get("/demo/accounts").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|MODE_INVALID",
        "{\"mode\":null}|MODE_INVALID",
        "{\"mode\":\"OTHER\"}|BAD_REQUEST",
        "{\"mode\":\"LATE\",\"delayMs\":-1}|DELAY_INVALID",
        "{\"mode\":\"LATE\",\"delayMs\":60001}|DELAY_INVALID",
        "{\"mode\":\"LATE\",\"delayMs\":1.5}|BAD_REQUEST"
      })
  void refusesPositionsThatAreNone(String body, String code) {
    account.http().put("/demo/answers", body).isProblem(400, code);
  }

  private void move(String mode, int delayMs) {
    account
        .http()
        .put("/demo/answers", "{\"mode\":\"%s\",\"delayMs\":%d}".formatted(mode, delayMs));
  }
}
