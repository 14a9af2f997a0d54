package dev.tireless.demo.recharge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

/** The way in of the source document, kept for compatibility. */
@ExtendWith(SharedRecharge.class)
class PaydoTest {

  private final RunningRecharge recharge;

  PaydoTest(RunningRecharge recharge) {
    this.recharge = recharge;
  }

  @Test
  void answersAsTheSourceDocumentDoesAndNotifies() {
    Answer answer = recharge.get("/account/paydo?accountNo=1&payAmount=10");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"id":"%s","accountNo":"1","payAmount":10,"result":"success"}"""
                        .formatted(answer.txNo())));
    await().until(() -> recharge.account().told(answer.txNo()).contains(answer.text()));
  }

  @Test
  void paysTwiceWhenItIsRepeatedWhichIsWhyThereIsThePost() {
    Answer first = recharge.get("/account/paydo?accountNo=1&payAmount=10");
    Answer second = recharge.get("/account/paydo?accountNo=1&payAmount=10");

    assertThat(second.txNo()).isNotEqualTo(first.txNo());
  }

  @Test
  void refusesToPayWithoutAnAccount() {
    recharge.get("/account/paydo?payAmount=10").isProblem(400, "ACCOUNT_NO_INVALID");
  }
}
