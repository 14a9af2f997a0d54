package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.process.Await;
import java.time.Duration;
import java.util.List;

/** The broker dies by SIGKILL while customers recharge, and comes back on the same store. */
final class BrokerKilled implements Chapter {

  private static final int RECHARGES = 200;
  private static final int KILLS = 2;
  private static final Duration AWAY = Duration.ofSeconds(2);

  @Override
  public String title() {
    return "The broker killed with -9 during 200 recharges: nothing lost, nothing twice";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    Proof.Mark before = proof.mark(Stage.LI_SI);
    try (Customers customers = new Customers(stage, Stage.LI_SI, RECHARGES)) {
      for (int kill = 1; kill <= KILLS; kill++) {
        int enough = RECHARGES * kill / (KILLS + 2);
        stage.await(
            enough + " recharges are answered", () -> customers.answered().size() >= enough);
        stage.broker().kill();
        stage.screen().step("The broker is killed after %d answers".formatted(enough));
        Await.pause(AWAY);
        stage.broker().start();
      }
      stage.await("every customer has an answer", customers::haveAllAnswers);
      List<String> txNos =
          customers.answered().stream().map(Customers.Paid::txNo).distinct().toList();
      findings.same("Recharges answered 2xx, by transaction number", RECHARGES, txNos.size());
      stage.awaitAcked(proof, txNos);
      proof.credited(txNos);
      proof.grewBy(customers.answered().stream().mapToLong(Customers.Paid::fen).sum(), before);
    }
  }
}
