package dev.tireless.demo.story.chapter;

import java.util.List;

/** Fault 4 of the source document's sample: it updated no row, and the money was lost. */
final class UnknownAccount implements Chapter {

  private static final int FEN = 88;

  @Override
  public String title() {
    return "Unknown account: refused and visible; opened and replayed, it is credited";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    String accountNo = "story-" + Integer.toHexString(stage.random().nextInt());
    Proof.Mark before = proof.mark(accountNo);
    String txNo = stage.recharge(accountNo, FEN);
    stage.screen().step("Somebody recharges 88 分 to account %s: %s".formatted(accountNo, txNo));
    stage.awaitState(proof, "REFUSED", txNo);
    checkRefused(stage, findings, accountNo, txNo);
    stage.account().client().open(accountNo, "王五");
    boolean replayed = stage.notifier().books().replay(txNo);
    stage
        .screen()
        .step(
            "The account is opened for 王五, and the delivery "
                + (replayed ? "replayed" : "cannot be replayed"));
    stage.awaitAcked(proof, List.of(txNo));
    proof.credited(List.of(txNo));
    proof.grewBy(FEN, before);
  }

  private static void checkRefused(Stage stage, Findings findings, String accountNo, String txNo) {
    Proof proof = stage.proof(findings);
    proof.haveState("REFUSED", List.of(txNo));
    proof.notCredited(List.of(txNo));
    findings.same("tireless_receipt: receipts", 0L, stage.account().books().receipts(txNo));
    findings.same(
        "tireless_seen: refused deliveries", 1L, stage.account().books().seen(txNo, "REFUSED"));
    findings.yes(
        "account_info: no account " + accountNo, !stage.account().books().hasAccount(accountNo));
  }
}
