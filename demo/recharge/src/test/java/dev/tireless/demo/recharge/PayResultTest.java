package dev.tireless.demo.recharge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

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

  @Test
  void takesAQuestionForASignOfLife() {
    LocalDateTime since = LocalDateTime.of(2026, 1, 1, 0, 0);
    LocalDateTime farAway = LocalDateTime.of(2100, 1, 1, 0, 0);
    JdbcClient jdbc = recharge.bean(JdbcClient.class);
    jdbc.sql("UPDATE tireless_receiver SET failing_since = ?, next_probe_at = ?")
        .params(since, farAway)
        .update();
    try {
      recharge.get("/account/payResult/unknown").isProblem(401, "UNAUTHORIZED");
      assertThat(probesAt(farAway)).isTrue();
      recharge.payResult("unknown").isProblem(404, "RESULT_UNKNOWN");
      assertThat(probesAt(farAway)).isFalse();
    } finally {
      jdbc.sql("UPDATE tireless_receiver SET failing_since = NULL").update();
    }
  }

  private boolean probesAt(LocalDateTime time) {
    return recharge.count("SELECT COUNT(*) FROM tireless_receiver WHERE next_probe_at = ?", time)
        == 1;
  }

  private static String body(String payment) {
    return "{\"accountNo\":\"1\",\"payAmount\":100,\"payment\":\"%s\"}".formatted(payment);
  }
}
