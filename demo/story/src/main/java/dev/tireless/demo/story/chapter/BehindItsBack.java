package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.books.AccountBooks;
import dev.tireless.demo.story.client.Answer;
import java.util.List;

/** Rows vanish, and nobody is told: only a comparison can find that. */
final class BehindItsBack implements Chapter {

  private static final int FEN = 77;

  @Override
  public String title() {
    return "Rows deleted behind its back: found by digest; credited again only if the effect is gone";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    Reconciling reconciling = Reconciling.on(stage);
    Proof.Mark before = proof.mark(Stage.ZHANG_SAN);
    List<String> txNos =
        List.of(stage.recharge(Stage.ZHANG_SAN, FEN), stage.recharge(Stage.ZHANG_SAN, FEN));
    stage.awaitAcked(proof, txNos);
    reconciling.isEqual(findings);
    receiptAndEffect(stage, findings, reconciling, txNos.get(0));
    receiptAlone(stage, findings, reconciling, txNos.get(1));
    proof.credited(txNos);
    proof.grewBy(2L * FEN, before);
  }

  private static void receiptAndEffect(
      Stage stage, Findings findings, Reconciling reconciling, String txNo) {
    AccountBooks books = stage.account().books();
    books.forgetReceipt(txNo);
    books.undo(txNo, Stage.ZHANG_SAN, FEN);
    stage.screen().step("Receipt and effect of " + txNo + " are deleted");
    Answer report = reconciling.compare();
    findings.same("report: missing", "1", report.member("missing"));
    findings.same("report: repaired", "1", report.member("repaired"));
    findings.same("tireless_receipt: receipts", 1L, books.receipts(txNo));
  }

  private static void receiptAlone(
      Stage stage, Findings findings, Reconciling reconciling, String txNo) {
    AccountBooks books = stage.account().books();
    long wealth = books.wealth();
    books.forgetReceipt(txNo);
    stage.screen().step("The receipt of " + txNo + " alone is deleted");
    reconciling.digestsAreEqual(findings, false);
    Answer report = reconciling.compare();
    findings.same("report: still open", "1", report.member("stillOpen"));
    findings.yes(
        "report: it names the recharge and de_duplication",
        report.member("detail").contains(txNo)
            && report.member("detail").contains("de_duplication"));
    findings.same("account_info: sum of all balances", wealth, books.wealth());
    books.putReceiptBack(txNo);
    stage.screen().step("An operator puts the receipt back");
    reconciling.isEqual(findings);
  }
}
