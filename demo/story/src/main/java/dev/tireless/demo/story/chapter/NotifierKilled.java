package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.client.AccountClient.Mode;
import java.util.List;

/** The notifier program dies by SIGKILL while it takes from the queue and calls. */
final class NotifierKilled implements Chapter {

  private static final int RECHARGES = 120;
  private static final int KILLS = 3;
  private static final int LATE_MS = 100;

  @Override
  public String title() {
    return "The notifier server killed with -9 while delivering: nothing lost, nothing twice";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    Proof.Mark before = proof.mark(Stage.LI_SI);
    stage.account().client().answers(Mode.LATE, LATE_MS);
    try (Customers customers = new Customers(stage, Stage.LI_SI, RECHARGES)) {
      long leftUnsent = 0;
      for (int kill = 1; kill <= KILLS; kill++) {
        int enough = RECHARGES * kill / (KILLS + 1);
        stage.await(
            enough + " recharges are answered", () -> customers.answered().size() >= enough);
        leftUnsent += kill(stage, kill) > 0 ? 1 : 0;
      }
      stage.await("every customer has an answer", customers::haveAllAnswers);
      stage.account().client().answers(Mode.NORMAL);
      List<String> txNos =
          customers.answered().stream().map(Customers.Paid::txNo).distinct().toList();
      findings.same("Recharges answered 2xx, by transaction number", RECHARGES, txNos.size());
      findings.yes("Kills that left undelivered rows: " + leftUnsent, leftUnsent > 0);
      stage.awaitAcked(proof, txNos);
      proof.credited(txNos);
      proof.haveState("ACKED", txNos);
      proof.grewBy(customers.answered().stream().mapToLong(Customers.Paid::fen).sum(), before);
    }
  }

  private static long kill(Stage stage, int kill) {
    stage.notifier().process().kill();
    stage.await("the database knows that it is dead", stage.notifier().books()::isAlone);
    long unsent = stage.notifier().books().unsent();
    stage.screen().step("Kill %d of the notifier: %d rows undelivered".formatted(kill, unsent));
    stage.notifier().process().start();
    return unsent;
  }
}
