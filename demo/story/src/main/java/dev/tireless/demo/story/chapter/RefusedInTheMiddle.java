package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.client.AccountClient.Mode;
import java.util.ArrayList;
import java.util.List;

/** One that cannot be applied must not hold up the others, nor be fetched over and over. */
final class RefusedInTheMiddle implements Chapter {

  private static final int AROUND = 3;

  @Override
  public String title() {
    return "Caught up around a refused one: the rest is credited, the log is not fetched again";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    Reconciling reconciling = Reconciling.on(stage);
    stage.account().client().answers(Mode.SILENT);
    Proof.Mark before = proof.mark(Stage.LI_SI);
    List<String> txNos = new ArrayList<>(reconciling.recharges(Stage.LI_SI, AROUND));
    String nobody = "story-" + Integer.toHexString(stage.random().nextInt());
    String refused = stage.recharge(nobody, 1);
    txNos.addAll(reconciling.recharges(Stage.LI_SI, AROUND));
    stage.screen().step("Six recharges of 李四, and one of an unknown account in the middle");
    stage.await("the six are credited", () -> proof.allCredited(txNos));
    proof.credited(txNos);
    proof.grewBy(2L * Reconciling.fen(AROUND), before);
    proof.notCredited(List.of(refused));
    findings.same(
        "tireless_seen: refused deliveries", 1L, stage.account().books().seen(refused, "REFUSED"));
    stage.await("the catch-up is reported", () -> lastReport(stage, "missing").equals("7"));
    findings.same("report: still open", "1", lastReport(stage, "stillOpen"));
    catchUpAgain(stage, findings);
  }

  /** Counted by the notifier: no range of the feed but the one that is new. */
  private static void catchUpAgain(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    long before = stage.recharge().client().feedRequests();
    findings.yes("GET /feed: answered by the notifier until now: " + before, before > 0);
    String last = stage.recharge(Stage.LI_SI, 1);
    stage.await("the last is credited", () -> proof.allCredited(List.of(last)));
    stage.await("the next catch-up is reported", () -> !lastReport(stage, "missing").equals("7"));
    findings.same(
        "GET /feed: answered since then", 1L, stage.recharge().client().feedRequests() - before);
    findings.same("report: numbers asked for", "1", lastReport(stage, "compared"));
  }

  private static String lastReport(Stage stage, String member) {
    return stage.account().client().lastReport(member);
  }
}
