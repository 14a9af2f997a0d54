package dev.tireless.demo.recharge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedRecharge.class)
class PayResultTest {

  private final RunningRecharge recharge;

  PayResultTest(RunningRecharge recharge) {
    this.recharge = recharge;
  }

  @ParameterizedTest
  @CsvSource({"success,success", "later,processing", "declined,fail"})
  void tellsTheStatesApart(String payment, String result) {
    Answer made = recharge.recharge(Keys.next(), body(payment));

    Answer answer = recharge.payResult(made.txNo());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json()).isEqualTo(made.json());
    assertThat(answer.json().get("result").stringValue()).isEqualTo(result);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "00000000-0000-0000-0000-000000000000", "%27%20OR%201=1"})
  void saysUnknownOfWhatItDoesNotKnow(String txNo) {
    recharge.payResult(txNo).isProblem(404, "RESULT_UNKNOWN");
  }

  @Test
  void answersOnlyWithTheToken() {
    String path = "/account/payResult/" + recharge.recharge(Keys.next(), body("success")).txNo();

    Answer without = recharge.get(path);
    without.isProblem(401, "UNAUTHORIZED");
    assertThat(without.headers().getFirst("WWW-Authenticate")).isEqualTo("Bearer");
    recharge.get(path, "Authorization", "Bearer other").isProblem(401, "UNAUTHORIZED");
    recharge.get(path, "Authorization", "Bearer").isProblem(401, "UNAUTHORIZED");
    recharge
        .get(path, "Authorization", "Basic " + RunningRecharge.TOKEN)
        .isProblem(401, "UNAUTHORIZED");
  }

  @Test
  void asksForTheTokenBeforeItSaysUnknown() {
    recharge.get("/account/payResult/unknown").isProblem(401, "UNAUTHORIZED");
  }

  private static String body(String payment) {
    return "{\"accountNo\":\"1\",\"payAmount\":100,\"payment\":\"%s\"}".formatted(payment);
  }
}
