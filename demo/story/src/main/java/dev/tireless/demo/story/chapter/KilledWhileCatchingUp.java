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
  private static final int LONGEST_DELAY_MS = 30;

  private final int kills;

  KilledWhileCatchingUp(int kills) {
    this.kills = Math.max(2, kills);
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

  /**
   * A kill.
   *
   * @param ofReceiver or else of the notifier
   * @param within whether something was left to be credited
   */
  private record Kill(boolean ofReceiver, boolean within) {}

  private void killAndCatchUp(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    Proof.Mark before = proof.mark(Stage.LI_SI);
    long repaired = stage.account().books().repairedAtStarts();
    Reconciling reconciling = Reconciling.on(stage);
    List<String> txNos = new ArrayList<>();
    List<Kill> all = new ArrayList<>();
    boolean ofReceiver = stage.random().nextBoolean();
    for (int kill = 1; kill <= kills; kill++) {
      stage.account().process().stop();
      List<String> news = reconciling.recharges(Stage.LI_SI, RECHARGES);
      txNos.addAll(news);
      reconciling.begin();
      awaitMoment(stage, proof, news);
      all.add(kill(stage, proof, news, ofReceiver));
      ofReceiver = !ofReceiver;
    }
    stage.account().process().kill();
    reconciling.start();
    stage.awaitAcked(proof, txNos);
    check(findings, all);
    // Not by its acks: pushes in the drain may be faster with all of them.
    long pulled = stage.account().books().repairedAtStarts() - repaired;
    findings.yes("tireless_comparison: found missing and fetched: " + pulled, pulled > 0);
    proof.credited(txNos);
    proof.haveState("ACKED", txNos);
    proof.grewBy((long) kills * Reconciling.fen(RECHARGES), before);
    reconciling.isEqual(findings);
  }

  /** A random number of them is credited, and then some milliseconds more. */
  private static void awaitMoment(Stage stage, Proof proof, List<String> txNos) {
    int enough = 1 + stage.random().nextInt(RECHARGES / 2);
    stage.await(enough + " are credited", () -> proof.countCredited(txNos) >= enough);
    Await.pause(Duration.ofMillis(stage.random().nextInt(LONGEST_DELAY_MS)));
  }

  private static Kill kill(Stage stage, Proof proof, List<String> txNos, boolean ofReceiver) {
    ServiceProcess process = ofReceiver ? stage.account().process() : stage.notifier().process();
    process.kill();
    long credited = proof.countCredited(txNos);
    stage
        .screen()
        .step(
            "Kill of the %s: %d of %d are credited"
                .formatted(ofReceiver ? "account system" : "notifier", credited, txNos.size()));
    if (!ofReceiver) {
      process.start(LONG_GAPS);
    }
    return new Kill(ofReceiver, credited < txNos.size());
  }

  private void check(Findings findings, List<Kill> all) {
    long ofReceiver = all.stream().filter(Kill::ofReceiver).count();
    findings.yes(
        "Kills of the receiver: %d, of the notifier: %d".formatted(ofReceiver, kills - ofReceiver),
        ofReceiver > 0 && ofReceiver < kills);
    long within = all.stream().filter(Kill::within).count();
    findings.yes("Kills while something was still to be credited: " + within, within * 4 >= kills);
  }
}
