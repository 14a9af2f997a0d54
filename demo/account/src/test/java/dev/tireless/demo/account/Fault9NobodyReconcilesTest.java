package dev.tireless.demo.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Fault 9: nobody reconciles by schedule, so a receiver that never heard of a payment can never
 * discover it. The sample has nothing that could be called here; ours does it by itself.
 */
class Fault9NobodyReconcilesTest {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @Test
  void oursFindsAPaymentThatItNeverHeardOfAndCreditsItOnce() {
    try (BothServices both =
        new BothServices(List.of(), List.of("--tireless.receive.idle-time=2s"))) {
      both.answerAs("LOSE");

      String txNo = both.recharge("1", 500);

      await().atMost(DEADLINE).until(() -> both.account().isMarked(txNo));
      assertThat(both.account().balance("1")).isEqualTo(500);
      await().atMost(DEADLINE).until(() -> both.state(txNo).equals("ACKED"));
      both.answerAs("NORMAL");
      assertThat(both.account().balance("1")).isEqualTo(500);
    }
  }

  @Test
  void showsWhereItStandsAndBothSidesOfTheDay() {
    try (BothServices both =
        new BothServices(List.of(), List.of("--tireless.receive.idle-time=2s"))) {
      String txNo = both.recharge("1", 7);
      await().atMost(DEADLINE).until(() -> both.account().isMarked(txNo));

      Answer compared = both.account().http().post("/demo/reconcile", "");
      assertThat(compared.json().get("missing").asLong()).isZero();
      Answer standing = both.account().http().get("/demo/reconcile");
      assertThat(standing.json().get("on").asBoolean()).isTrue();
      assertThat(standing.json().get("lag").asLong()).isZero();
      Answer receivers = both.recharge().get("/demo/receivers");
      assertThat(receivers.json().get(0).get("receiver").asString()).isEqualTo("account");
      assertThat(both.account().http().get("/demo/reconcile/yesterday").status()).isEqualTo(400);
    }
  }
}
