package dev.tireless.demo.story.chapter;

import java.util.List;

/** Scheme 1: what is refused is no ack, and the queue brings it again by the schedule. */
final class UnknownToTheQueue implements Chapter {

  private static final int FEN = 88;

  @Override
  public String title() {
    return "Unknown account: refused and visible; opened, it is credited when it comes again";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    String accountNo = "story-" + Integer.toHexString(stage.random().nextInt());
    Proof.Mark before = proof.mark(accountNo);
    String txNo = stage.recharge(accountNo, FEN);
    stage.screen().step("Somebody recharges 88 分 to account %s: %s".formatted(accountNo, txNo));
    stage.await("it is refused", () -> stage.account().books().seen(txNo, "REFUSED") == 1);
    proof.notCredited(List.of(txNo));
    findings.same("tireless_receipt: receipts", 0L, stage.account().books().receipts(txNo));
    findings.yes(
        "account_info: no account " + accountNo, !stage.account().books().hasAccount(accountNo));
    stage.account().client().open(accountNo, "王五");
    stage.screen().step("The account is opened for 王五");
    stage.awaitAcked(proof, List.of(txNo));
    proof.credited(List.of(txNo));
    proof.grewBy(FEN, before);
  }
}
