package dev.tireless.demo.recharge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedRecharge.class)
class CompletionTest {

  private final RunningRecharge recharge;

  CompletionTest(RunningRecharge recharge) {
    this.recharge = recharge;
  }

  @Test
  void announcesAProcessingOneWhenItSucceedsAndNotBefore() {
    String txNo = processing();
    assertThat(published(txNo)).isZero();

    Answer answer = complete(txNo, "success");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("result").stringValue()).isEqualTo("success");
    assertThat(published(txNo)).isEqualTo(1);
  }

  @Test
  void announcesNothingWhenItFails() {
    String txNo = processing();

    assertThat(complete(txNo, "fail").json().get("result").stringValue()).isEqualTo("fail");

    assertThat(published(txNo)).isZero();
  }

  @Test
  void bearsToBeToldTheSameAgain() {
    String txNo = processing();
    complete(txNo, "success");

    assertThat(complete(txNo, "success").status()).isEqualTo(200);

    assertThat(published(txNo)).isEqualTo(1);
  }

  @Test
  void neverTakesAResultBack() {
    String txNo = processing();
    complete(txNo, "success");

    complete(txNo, "fail").isProblem(409, "RECHARGE_FINISHED");

    assertThat(recharge.payResult(txNo).json().get("result").stringValue()).isEqualTo("success");
  }

  @Test
  void saysUnknownOfWhatItDoesNotKnow() {
    complete("unknown", "success").isProblem(404, "RECHARGE_UNKNOWN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"result\":null}", "{\"result\":\"processing\"}"})
  void refusesAResultThatIsNone(String body) {
    recharge
        .post("/recharges/" + processing() + "/completion", body)
        .isProblem(400, "RESULT_INVALID");
  }

  private String processing() {
    return recharge
        .recharge(Keys.next(), "{\"accountNo\":\"1\",\"payAmount\":100,\"payment\":\"later\"}")
        .txNo();
  }

  private Answer complete(String txNo, String result) {
    return recharge.post(
        "/recharges/" + txNo + "/completion", "{\"result\":\"%s\"}".formatted(result));
  }

  private long published(String txNo) {
    return recharge.count("SELECT COUNT(*) FROM tireless_notification WHERE subject = ?", txNo);
  }
}
