package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.books.Backup;
import java.util.List;

/** The notifier loses numbers that it gave, and gives them again. */
final class NotifierSetBack implements Chapter {

  private static final int LOST = 4;
  private static final int AFTER = 3;

  @Override
  public String title() {
    return "The notifier set back to a backup, its epoch raised: noticed, compared, equal";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    Reconciling reconciling = Reconciling.on(stage);
    stage.notifier().process().stop();
    Backup backup = new Backup(stage.notifier().database().dataSource());
    stage.notifier().process().start();
    stage.screen().step("A backup of the notifier's database is taken");
    List<String> lost = reconciling.recharges(Stage.ZHANG_SAN, LOST);
    stage.awaitAcked(proof, lost);
    long balance = stage.account().books().balance(Stage.ZHANG_SAN);
    stage.notifier().process().stop();
    backup.restore();
    stage.notifier().books().raiseEpoch();
    stage.notifier().process().start();
    stage
        .screen()
        .step("It is set back to the backup, an operator raises its epoch, and it starts");
    Proof.Mark before = proof.mark(Stage.ZHANG_SAN);
    List<String> after = reconciling.recharges(Stage.ZHANG_SAN, AFTER);
    stage.awaitAcked(proof, after);
    stage.await(
        "the account system notices",
        () -> stage.account().client().reports().body().contains("\"EPOCH\""));
    proof.creditedOnce(after);
    proof.grewBy(Reconciling.fen(AFTER), before);
    findings.yes(
        "de_duplication: what the notifier lost is still credited", proof.allCredited(lost));
    findings.same(
        "account_info: balance of account " + Stage.ZHANG_SAN,
        balance + Reconciling.fen(AFTER),
        stage.account().books().balance(Stage.ZHANG_SAN));
    reconciling.isEqual(findings);
  }
}
