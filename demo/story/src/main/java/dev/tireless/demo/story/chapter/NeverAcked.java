package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.client.Answer;
import java.util.List;

/**
 * Scheme 1: the window is over, the message is in quarantine, and the receiver finds out by itself
 * (消息校对).
 */
final class NeverAcked implements Chapter {

  private static final String SHORT_WINDOW = "--tireless.rocketmq.listener.schedule=1s 1s 1s/4s";
  private static final int FEN = 450;

  @Override
  public String title() {
    return "Never acked: given up, asked for and credited; a replay changes nothing";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    stage.account().restart(SHORT_WINDOW);
    stage.screen().step("The account system is started again with a window of 4 s");
    try {
      giveUpAskAndReplay(stage, findings);
    } finally {
      stage.account().restart();
      stage.screen().step("The account system is started again with its usual window");
    }
  }

  private static void giveUpAskAndReplay(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    String accountNo = "story-" + Integer.toHexString(stage.random().nextInt());
    Proof.Mark before = proof.mark(accountNo);
    String txNo = stage.recharge(accountNo, FEN);
    stage.screen().step("Somebody recharges 450 分 to an unknown account: " + txNo);
    stage.await("it is given up", () -> stage.account().books().givenUp(txNo) > 0);
    long number = stage.account().books().givenUp(txNo);
    findings.yes("tireless_quarantine: WINDOW_ENDED, number " + number, number > 0);
    proof.notCredited(List.of(txNo));
    stage.account().client().open(accountNo, "王五");
    Answer asked = stage.account().client().ask(txNo);
    stage.screen().step("The account is opened, and asks: " + asked.status() + " " + asked.body());
    proof.credited(List.of(txNo));
    proof.grewBy(FEN, before);
    Answer replayed = stage.account().client().replayQuarantined(number);
    stage.screen().step("An operator replays the message: " + replayed.body());
    findings.same("Outcome of the replay", "IGNORED", replayed.member("outcome"));
    findings.same("tireless_quarantine: left of it", 0L, stage.account().books().givenUp(txNo));
    proof.credited(List.of(txNo));
    proof.grewBy(FEN, before);
  }
}
