package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.process.Await;
import dev.tireless.demo.story.process.ServiceProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The account system was away, and while it catches up, it or its notifier dies by SIGKILL: what
 * was pulled, what is pushed in the drain, and what was left half done must come to one effect.
 */
final class KilledWhileCatchingUp implements Chapter {

  private static final String LONG_GAPS = "--tireless.receivers.account.schedule=alipay";
  private static final int RECHARGES = 100;
  private static final int LONGEST_DELAY_MS = 300;

  private final int kills;

  KilledWhileCatchingUp(int kills) {
    this.kills = kills;
  }

  @Override
  public String title() {
    return "%d kills -9 of receiver and notifier during catch-up: every effect once"
        .formatted(kills);
  }

  @Override
  public void play(Stage stage, Findings findings) {
    stage.notifier().restart(LONG_GAPS);
    try {
      killAndCatchUp(stage, findings);
    } finally {
      stage.notifier().restart();
    }
  }

  private void killAndCatchUp(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    Proof.Mark before = proof.mark(Stage.LI_SI);
    Reconciling reconciling = Reconciling.on(stage);
    List<String> txNos = new ArrayList<>();
    int within = 0;
    for (int kill = 1; kill <= kills; kill++) {
      stage.account().process().stop();
      txNos.addAll(reconciling.recharges(Stage.LI_SI, RECHARGES));
      reconciling.start();
      Await.pause(Duration.ofMillis(stage.random().nextInt(LONGEST_DELAY_MS)));
      within += kill(stage, proof, txNos, kill) ? 1 : 0;
    }
    stage.account().process().kill();
    reconciling.start();
    stage.awaitAcked(proof, txNos);
    findings.yes("Kills while something was still to be credited: " + within, within > 0);
    proof.creditedOnce(txNos);
    proof.haveState("ACKED", txNos);
    proof.grewBy((long) kills * Reconciling.fen(RECHARGES), before);
    reconciling.isEqual(findings);
  }

  /** Whether something was left to do. */
  private static boolean kill(Stage stage, Proof proof, List<String> txNos, int kill) {
    boolean receiver = stage.random().nextBoolean();
    ServiceProcess process = receiver ? stage.account().process() : stage.notifier().process();
    process.kill();
    boolean left = !proof.allCredited(txNos);
    stage
        .screen()
        .step(
            "Kill %d, of the %s, %s"
                .formatted(
                    kill,
                    receiver ? "account system" : "notifier",
                    left ? "while it catches up" : "when all was credited"));
    if (!receiver) {
      process.start(LONG_GAPS);
    }
    return left;
  }
}
