package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.client.AccountClient.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Fault 9 of the source document's sample: who never heard of a payment could never find it. */
final class CutOff implements Chapter {

  private static final String SHORT_WINDOW = "--tireless.receivers.account.schedule=1s 1s 2s/6s";
  private static final int EACH = 5;

  @Override
  public String title() {
    return "Cut off from every push: all credited by itself, once, within two idle intervals";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    stage.notifier().restart(SHORT_WINDOW);
    stage.screen().step("The notifier is started again with a window of 6 s");
    try {
      cutOff(stage, findings, Reconciling.on(stage));
    } finally {
      stage.notifier().restart();
      stage.screen().step("The notifier is started again with its usual window");
    }
  }

  private static void cutOff(Stage stage, Findings findings, Reconciling reconciling) {
    Proof proof = stage.proof(findings);
    Proof.Mark before = proof.mark(Stage.ZHANG_SAN);
    stage.account().client().answers(Mode.SILENT);
    List<String> txNos = new ArrayList<>(reconciling.recharges(Stage.ZHANG_SAN, EACH));
    stage.account().client().answers(Mode.LOSE);
    txNos.addAll(reconciling.recharges(Stage.ZHANG_SAN, EACH));
    Instant last = stage.recharge().clock().instant();
    stage.screen().step("张三 recharges 10 times; half is swallowed, half answered 500");
    stage.await("all are given up", () -> proof.allHaveState("EXHAUSTED", txNos));
    proof.haveState("EXHAUSTED", txNos);
    proof.notCredited(txNos);
    stage.await("all are credited", () -> proof.allCredited(txNos));
    Duration took = Duration.between(last, stage.recharge().clock().instant());
    findings.yes(
        "All are credited %d ms after the last recharge".formatted(took.toMillis()),
        took.compareTo(Reconciling.IDLE.multipliedBy(2)) <= 0);
    stage.await("all are acked", () -> proof.allHaveState("ACKED", txNos));
    proof.haveState("ACKED", txNos);
    proof.creditedOnce(txNos);
    proof.grewBy(2L * Reconciling.fen(EACH), before);
  }
}
