package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.books.Backup;
import dev.tireless.demo.story.client.AccountClient;
import java.util.List;

/** The notifier loses numbers that it gave, and gives them again. */
final class NotifierSetBack implements Chapter {

  private static final int LOST = 4;
  private static final int AFTER = 3;

  /** Pushes go where they always go, and nobody is there. */
  private static final String NO_PUSH = "--tireless.inbox.path=/tireless/elsewhere";

  @Override
  public String title() {
    return "The notifier set back to a backup, its epoch raised: noticed, compared, equal";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    try {
      loseAndCompare(stage, findings, Reconciling.on(stage));
    } finally {
      stage.account().process().stop();
    }
  }

  private static void loseAndCompare(Stage stage, Findings findings, Reconciling reconciling) {
    Proof proof = stage.proof(findings);
    stage.notifier().process().stop();
    Backup backup = new Backup(stage.notifier().database().dataSource());
    stage.notifier().process().start();
    stage.screen().step("A backup of the notifier's database is taken");
    List<String> lost = reconciling.recharges(Stage.ZHANG_SAN, LOST);
    stage.awaitAcked(proof, lost);
    long balance = stage.account().books().balance(Stage.ZHANG_SAN);
    stage.account().process().stop();
    setBack(stage, backup);
    Proof.Mark before = proof.mark(Stage.ZHANG_SAN);
    long refused = stage.account().books().refused();
    List<String> after = reconciling.recharges(Stage.ZHANG_SAN, AFTER);
    reconciling.start(NO_PUSH);
    findOut(stage, findings, after, refused);
    proof.credited(after);
    proof.grewBy(Reconciling.fen(AFTER), before);
    findings.yes(
        "de_duplication: what the notifier lost is still credited", proof.allCredited(lost));
    findings.same(
        "account_info: balance of account " + Stage.ZHANG_SAN,
        balance + Reconciling.fen(AFTER),
        stage.account().books().balance(Stage.ZHANG_SAN));
    reconciling.isEqual(findings);
  }

  private static void setBack(Stage stage, Backup backup) {
    stage.notifier().process().stop();
    backup.restore();
    stage.notifier().raiseEpoch();
    stage.notifier().process().start();
    stage.screen().step("It is set back to it, ./tireless epoch raise is run on it, and it starts");
  }

  /**
   * No push can reach it; what has the numbers that it knew is found by comparing. What it refused
   * in the old epoch is asked for once more, and refused again.
   */
  private static void findOut(Stage stage, Findings findings, List<String> after, long refused) {
    AccountClient account = stage.account().client();
    stage.await("it notices", () -> !account.report("EPOCH", "missing").isEmpty());
    findings.same(
        "report: missing, with what was refused before",
        Long.toString(AFTER + refused),
        account.report("EPOCH", "missing"));
    findings.same("report: repaired", Integer.toString(AFTER), account.report("EPOCH", "repaired"));
    findings.same(
        "report: still open", Long.toString(refused), account.report("EPOCH", "stillOpen"));
    stage.awaitAcked(stage.proof(findings), after);
    findings.same(
        "tireless_attempt: acked by a pull", (long) AFTER, stage.notifier().books().pulled(after));
  }
}
