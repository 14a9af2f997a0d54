package dev.tireless.demo.recharge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedRecharge.class)
class IdempotencyRaceTest {

  private static final int CALLERS = 8;

  private final RunningRecharge recharge;

  IdempotencyRaceTest(RunningRecharge recharge) {
    this.recharge = recharge;
  }

  @RepeatedTest(5)
  void makesOneRechargeOfManyAtOnceWithOneKey() {
    String key = Keys.next();

    List<Answer> answers = atOnce(caller -> recharge.recharge(key, body(100)));

    assertThat(answers).extracting(Answer::status).containsOnlyOnce(201).containsOnly(200, 201);
    assertThat(answers).extracting(Answer::txNo).containsOnly(answers.get(0).txNo());
    assertThat(madeBy(key)).isEqualTo(1);
    assertThat(published(answers.get(0).txNo())).isEqualTo(1);
  }

  @RepeatedTest(5)
  void makesOneRechargeOfDifferentOnesAtOnceWithOneKey() {
    String key = Keys.next();
    long before = recharge.count("SELECT COUNT(*) FROM account_pay");

    List<Answer> answers = atOnce(caller -> recharge.recharge(key, body(100 + caller)));

    assertThat(answers).extracting(Answer::status).containsOnlyOnce(201).containsOnly(201, 422);
    assertThat(recharge.count("SELECT COUNT(*) FROM account_pay")).isEqualTo(before + 1);
  }

  @RepeatedTest(5)
  void finishesOnceWhenSuccessAndFailMeet() {
    String txNo =
        recharge
            .recharge(Keys.next(), "{\"accountNo\":\"1\",\"payAmount\":100,\"payment\":\"later\"}")
            .txNo();

    List<Answer> answers = atOnce(caller -> complete(txNo, caller % 2 == 0 ? "success" : "fail"));

    String result = recharge.payResult(txNo).json().get("result").stringValue();
    assertThat(answers).extracting(Answer::status).containsOnly(200, 409);
    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(CALLERS / 2);
    assertThat(published(txNo)).isEqualTo(result.equals("success") ? 1 : 0);
  }

  private Answer complete(String txNo, String result) {
    return recharge.post(
        "/recharges/" + txNo + "/completion", "{\"result\":\"%s\"}".formatted(result));
  }

  private long madeBy(String key) {
    return recharge.count(
        """
        SELECT COUNT(*) FROM recharge_request r JOIN account_pay p ON p.id = r.tx_no
        WHERE r.idempotency_key = ?""",
        key);
  }

  private long published(String txNo) {
    return recharge.count("SELECT COUNT(*) FROM tireless_notification WHERE subject = ?", txNo);
  }

  private static List<Answer> atOnce(IntFunction<Answer> call) {
    return Together.run(CALLERS, call);
  }

  private static String body(int amount) {
    return "{\"accountNo\":\"1\",\"payAmount\":%d}".formatted(amount);
  }
}
