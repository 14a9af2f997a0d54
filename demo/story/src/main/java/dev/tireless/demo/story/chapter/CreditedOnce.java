package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.client.Answer;
import java.util.List;

/** The plain case, and a customer who asks twice because an answer could have been lost. */
final class CreditedOnce implements Chapter {

  private static final int FEN = 100;

  @Override
  public String title() {
    return "A recharge is credited once";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    Proof.Mark before = proof.mark(Stage.ZHANG_SAN);
    String key = stage.newKey();
    Answer first = stage.recharge().client().recharge(key, Stage.ZHANG_SAN, FEN);
    String txNo = first.member("id");
    stage.screen().step("张三 recharges 100 分: " + first.status() + ", transaction " + txNo);
    Answer again = stage.recharge().client().recharge(key, Stage.ZHANG_SAN, FEN);
    stage.screen().step("and asks again with the same Idempotency-Key: " + again.status());
    stage.awaitAcked(proof, List.of(txNo));
    findings.same("Transaction number of the second answer", txNo, again.member("id"));
    check(proof, before, txNo);
  }

  void check(Proof proof, Proof.Mark before, String txNo) {
    proof.grewBy(FEN, before);
    proof.credited(List.of(txNo));
    proof.haveState("ACKED", List.of(txNo));
  }
}
