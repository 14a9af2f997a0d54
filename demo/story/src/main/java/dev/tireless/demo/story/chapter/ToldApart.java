package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.client.Answer;
import java.util.List;
import java.util.Map;

/** Fault 7 of the source document's sample: an unknown number was a NullPointerException. */
final class ToldApart implements Chapter {

  private static final int FEN = 70;
  private static final String UNKNOWN = "nobody-knows-this-number";

  @Override
  public String title() {
    return "Unknown, processing and failed are told apart";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    Map<String, Long> credited = stage.account().books().rows();
    String processing = stage.recharge(Stage.LI_SI, FEN, "later");
    String failed = stage.recharge(Stage.LI_SI, FEN, "declined");
    stage
        .screen()
        .step("李四's payments: %s is under way, %s declined".formatted(processing, failed));
    ask(stage, findings, UNKNOWN, "404 RESULT_UNKNOWN");
    ask(stage, findings, processing, "200 processing");
    ask(stage, findings, failed, "200 fail");
    Proof proof = stage.proof(findings);
    proof.haveResult("processing", List.of(processing));
    proof.haveResult("fail", List.of(failed));
    findings.yes(
        "tireless_notification: none of them",
        !stage.notifier().books().states().keySet().stream()
            .anyMatch(List.of(UNKNOWN, processing, failed)::contains));
    findings.same("Rows of the account system", credited, stage.account().books().rows());
  }

  /** Both ways: the recharge system's own answer, and the account system's after asking it. */
  private static void ask(Stage stage, Findings findings, String txNo, String expected) {
    Answer own = stage.recharge().client().result(txNo);
    findings.same("GET /account/payResult/" + txNo, expected, inShort(own));
    Answer asked = stage.account().client().ask(txNo);
    findings.same("GET /payresult/" + txNo, expected, inShort(asked));
  }

  private static String inShort(Answer answer) {
    return answer.isSuccess() ? answer.status() + " " + answer.member("result") : answer.problem();
  }
}
