package dev.tireless.demo.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The notifier may give up; the account system finds out by itself. */
class WindowTest {

  @Test
  void creditsByAskingAfterTheWindowAndReplayChangesNothing() {
    try (BothServices services =
        new BothServices(List.of("--tireless.receivers.account.schedule=100ms/1s"), List.of())) {
      RunningAccount account = services.account();
      services.answerAs("LOSE");
      String txNo = services.recharge("1", 100);
      awaitState(services, txNo, "EXHAUSTED");
      assertThat(account.balance("1")).isZero();

      services.answerAs("NORMAL");
      assertThat(account.http().get("/payresult/" + txNo).status()).isEqualTo(200);
      assertThat(account.balance("1")).isEqualTo(100);

      services.replay(txNo);
      awaitState(services, txNo, "ACKED");
      assertThat(account.balance("1")).isEqualTo(100);
    }
  }

  private static void awaitState(BothServices services, String txNo, String state) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(services.state(txNo)).isEqualTo(state));
  }
}
