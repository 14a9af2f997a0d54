package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.books.RechargeBooks;
import dev.tireless.demo.story.client.AccountClient.Mode;
import dev.tireless.demo.story.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Kills the recharge process by SIGKILL at random moments, while customers recharge and repeat what
 * was not answered. Faults 1 and 2 of the source document's sample: a crash between insert and
 * send, and a customer who pays twice.
 */
final class Killed implements Chapter {

  private static final int RECHARGES_PER_KILL = 40;
  private static final int LATE_MS = 200;
  private static final int LONGEST_DELAY_MS = 30;

  private final int kills;

  Killed(int kills) {
    this.kills = kills;
  }

  @Override
  public String title() {
    return "%d kills -9 of the recharge process during %d recharges: every one is credited once"
        .formatted(kills, recharges());
  }

  @Override
  public void play(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    Proof.Mark before = proof.mark(Stage.LI_SI);
    stage.account().client().answers(Mode.LATE, LATE_MS);
    List<Long> leftUnsent = new ArrayList<>();
    try (Customers customers = new Customers(stage, Stage.LI_SI, recharges())) {
      for (int kill = 1; kill <= kills; kill++) {
        awaitMoment(stage, customers, kill);
        leftUnsent.add(killOnce(stage, findings, customers, kill));
      }
      stage.await("every customer has an answer", customers::haveAllAnswers);
      stage.account().client().answers(Mode.NORMAL);
      check(stage, findings, before, customers.answered());
    }
    findings.yes(
        "Kills that left unsent rows: %s of %s"
            .formatted(leftUnsent.stream().filter(rows -> rows > 0).count(), leftUnsent.size()),
        leftUnsent.stream().anyMatch(rows -> rows > 0));
  }

  private int recharges() {
    return Math.max(200, RECHARGES_PER_KILL * kills);
  }

  /** A random number of recharges, then some milliseconds more; each kill in its own stretch. */
  private void awaitMoment(Stage stage, Customers customers, int kill) {
    int stretch = recharges() * 9 / 10 / kills;
    int enough = stretch * (kill - 1) + stage.random().nextInt(stretch);
    stage.await(enough + " recharges are answered", () -> customers.answered().size() >= enough);
    Await.pause(Duration.ofMillis(stage.random().nextInt(LONGEST_DELAY_MS)));
  }

  private static long killOnce(Stage stage, Findings findings, Customers customers, int kill) {
    stage.recharge().process().kill();
    int answered = customers.answered().size();
    RechargeBooks left = stage.recharge().copiedBooks("after-kill-" + kill);
    long unsent = left.unsent();
    stage
        .screen()
        .step("Kill %d, after %d answers: %d rows unsent".formatted(kill, answered, unsent));
    List<String> audit = left.audit();
    if (!audit.isEmpty()) {
      findings.same("Audit after kill " + kill, List.of(), audit);
    }
    stage.recharge().process().start();
    return unsent;
  }

  private void check(Stage stage, Findings findings, Proof.Mark before, List<Customers.Paid> paid) {
    Proof proof = stage.proof(findings);
    List<String> txNos = paid.stream().map(Customers.Paid::txNo).distinct().toList();
    findings.same("Recharges answered 2xx, by transaction number", recharges(), txNos.size());
    stage.awaitAcked(proof, txNos);
    proof.creditedOnce(txNos);
    proof.haveState("ACKED", txNos);
    proof.grewBy(paid.stream().mapToLong(Customers.Paid::fen).sum(), before);
  }
}
