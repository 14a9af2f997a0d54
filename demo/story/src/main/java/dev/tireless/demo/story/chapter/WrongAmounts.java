package dev.tireless.demo.story.chapter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fault 6 of the source document's sample: an amount of null made the balance null. */
final class WrongAmounts implements Chapter {

  private static final String REFUSAL = "400 AMOUNT_INVALID";

  private static final Map<String, String> BODIES = bodies();

  private static final List<String> QUERIES =
      List.of(
          "accountNo=1&payAmount=-5",
          "accountNo=1&payAmount=0",
          "accountNo=1",
          "accountNo=1&payAmount=",
          "accountNo=1&payAmount=abc",
          "accountNo=1&payAmount=1.5",
          "accountNo=1&payAmount=99999999999999999999");

  @Override
  public String title() {
    return "Negative, zero, missing and non-numeric amounts: 400, and nothing changes";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    // Else a delivery of an earlier recharge could be numbered meanwhile.
    stage.await("nothing is under way", () -> stage.recharge().outgoing().unsent() == 0);
    Map<String, Long> paid = stage.recharge().books().rows();
    Map<String, Long> credited = stage.account().books().rows();
    BODIES.forEach(
        (name, body) ->
            findings.same(
                "POST /recharges, " + name,
                REFUSAL,
                stage.recharge().client().recharge(stage.newKey(), body).problem()));
    for (String query : QUERIES) {
      findings.same(
          "GET /account/paydo?" + query, REFUSAL, stage.recharge().client().paydo(query).problem());
    }
    findings.same("Rows of the recharge system", paid, stage.recharge().books().rows());
    findings.same("Rows of the account system", credited, stage.account().books().rows());
  }

  private static Map<String, String> bodies() {
    Map<String, String> bodies = new LinkedHashMap<>();
    bodies.put("negative", body("-5"));
    bodies.put("zero", body("0"));
    bodies.put("missing", "{\"accountNo\":\"1\"}");
    bodies.put("null", body("null"));
    bodies.put("non-numeric", body("\"abc\""));
    bodies.put("fraction", body("1.5"));
    bodies.put("too much", body("99999999999999999999"));
    return bodies;
  }

  private static String body(String amount) {
    return "{\"accountNo\":\"1\",\"payAmount\":" + amount + "}";
  }
}
