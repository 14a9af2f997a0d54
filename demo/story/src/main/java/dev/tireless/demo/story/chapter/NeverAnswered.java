package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.client.AccountClient.Mode;
import dev.tireless.demo.story.client.Answer;
import java.util.List;

/** Mechanism 2: the notifier has given up, and the receiver finds out by itself (消息校对). */
final class NeverAnswered implements Chapter {

  private static final String SHORT_WINDOW = "--tireless.receivers.account.schedule=1s 1s 2s/8s";
  private static final int FEN = 450;

  @Override
  public String title() {
    return "Never answered: given up, asked for and credited; a replay changes nothing";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    stage.notifier().restart(SHORT_WINDOW);
    stage.screen().step("The notifier is started again with a window of 8 s");
    try {
      giveUpAskAndReplay(stage, findings);
    } finally {
      stage.notifier().restart();
      stage.screen().step("The notifier is started again with its usual window");
    }
  }

  private static void giveUpAskAndReplay(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    Proof.Mark before = proof.mark(Stage.ZHANG_SAN);
    String txNo = rechargeUntilGivenUp(stage, proof);
    proof.haveState("EXHAUSTED", List.of(txNo));
    proof.notCredited(List.of(txNo));
    ask(stage, proof, txNo, before);
    replay(stage, proof, txNo, before);
    findings.same(
        "tireless_seen: ignored deliveries", 1L, stage.account().books().seen(txNo, "IGNORED"));
  }

  private static String rechargeUntilGivenUp(Stage stage, Proof proof) {
    stage.account().client().answers(Mode.SILENT);
    String txNo = stage.recharge(Stage.ZHANG_SAN, FEN);
    stage.screen().step("张三 recharges 450 分, and the account system never answers: " + txNo);
    stage.awaitState(proof, "EXHAUSTED", txNo);
    stage.screen().step("Given up after " + stage.notifier().books().attempts(txNo) + " attempts");
    return txNo;
  }

  private static void ask(Stage stage, Proof proof, String txNo, Proof.Mark before) {
    stage.account().client().answers(Mode.NORMAL);
    Answer answer = stage.account().client().ask(txNo);
    stage
        .screen()
        .step("The account system asks for the result: " + answer.status() + " " + answer.body());
    proof.credited(List.of(txNo));
    proof.grewBy(FEN, before);
  }

  private static void replay(Stage stage, Proof proof, String txNo, Proof.Mark before) {
    boolean replayed = stage.notifier().books().replay(txNo);
    stage.screen().step("An operator replays the delivery: " + (replayed ? "done" : "refused"));
    stage.awaitState(proof, "ACKED", txNo);
    proof.haveState("ACKED", List.of(txNo));
    proof.credited(List.of(txNo));
    proof.grewBy(FEN, before);
  }
}
