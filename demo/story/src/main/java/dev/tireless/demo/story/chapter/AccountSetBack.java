package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.books.Backup;
import java.util.List;

/** The receiver loses what it had already acked. */
final class AccountSetBack implements Chapter {

  private static final int RECHARGES = 5;

  @Override
  public String title() {
    return "The account database set back to a backup: exactly the lost effects come back";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    Reconciling reconciling = Reconciling.on(stage);
    stage.account().process().stop();
    Backup backup = new Backup(stage.account().database().dataSource());
    stage.screen().step("A backup of the account database is taken");
    reconciling.start();
    Proof.Mark before = proof.mark(Stage.LI_SI);
    List<String> txNos = reconciling.recharges(Stage.LI_SI, RECHARGES);
    stage.awaitAcked(proof, txNos);
    stage.screen().step("李四 recharges 5 times: credited and acked");
    long wealth = stage.account().books().wealth();
    stage.account().process().stop();
    backup.restore();
    stage.screen().step("The account database is set back to the backup");
    proof.notCredited(txNos);
    proof.haveState("ACKED", txNos);
    reconciling.start();
    stage.await("all are credited again", () -> proof.allCredited(txNos));
    proof.credited(txNos);
    proof.grewBy(Reconciling.fen(RECHARGES), before);
    findings.same("account_info: sum of all balances", wealth, stage.account().books().wealth());
    reconciling.isEqual(findings);
  }
}
