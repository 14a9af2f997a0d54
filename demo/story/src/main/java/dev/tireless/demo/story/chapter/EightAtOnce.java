package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.client.AccountClient.Mode;
import java.util.Collections;
import java.util.List;

/**
 * Fault 3 of the source document's sample: it looked first and inserted then, and credited twice.
 */
final class EightAtOnce implements Chapter {

  private static final int TIMES = 8;
  private static final int FEN = 800;

  @Override
  public String title() {
    return "Eight concurrent deliveries of the same notification credit once";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    Proof.Mark before = proof.mark(Stage.ZHANG_SAN);
    String txNo = rechargeWithoutDelivery(stage);
    stage.account().client().answers(Mode.NORMAL);
    List<Integer> answers =
        stage
            .courier()
            .deliverAtOnce(TIMES, stage.notifier().books().parcel(txNo), stage.account().client());
    stage.screen().step("Delivered eight times at once, answers " + answers);
    stage.awaitAcked(proof, List.of(txNo));
    findings.same("Deliveries answered 200", TIMES, Collections.frequency(answers, 200));
    proof.grewBy(FEN, before);
    proof.credited(List.of(txNo));
    findings.same("tireless_receipt: receipts", 1L, stage.account().books().receipts(txNo));
  }

  /** The account system loses the first attempt, so that the eight are the first to arrive. */
  private static String rechargeWithoutDelivery(Stage stage) {
    stage.account().client().answers(Mode.LOSE);
    String txNo = stage.recharge(Stage.ZHANG_SAN, FEN);
    stage.await("the first attempt is lost", () -> stage.notifier().books().attempts(txNo) > 0);
    stage.screen().step("张三 recharges 800 分, and the first notification is lost: " + txNo);
    return txNo;
  }
}
