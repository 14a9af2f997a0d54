package dev.tireless.demo.story.chapter;

import java.util.List;
import java.util.stream.IntStream;

/** What the receiver's absence costs the notifier's customers: nothing. */
final class AccountStopped implements Chapter {

  private static final int RECHARGES = 20;

  @Override
  public String title() {
    return "Account system stopped: 20 recharges succeed, all are credited after its start";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    Proof.Mark before = proof.mark(Stage.LI_SI);
    stage.account().process().stop();
    stage.screen().step("The account system is stopped");
    List<String> txNos =
        IntStream.rangeClosed(1, RECHARGES)
            .mapToObj(fen -> stage.recharge(Stage.LI_SI, fen))
            .toList();
    stage.screen().step("李四 recharges 20 times");
    proof.haveResult("success", txNos);
    proof.notCredited(txNos);
    stage.account().process().start();
    stage.screen().step("The account system is started again");
    stage.awaitAcked(proof, txNos);
    proof.creditedOnce(txNos);
    proof.grewBy(IntStream.rangeClosed(1, RECHARGES).sum(), before);
  }
}
