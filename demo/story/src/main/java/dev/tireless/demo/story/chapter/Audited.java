package dev.tireless.demo.story.chapter;

import java.util.List;

/** Everything that was played left the tables of Tireless as it promises. */
final class Audited implements Chapter {

  @Override
  public String title() {
    return "The audit of Tireless finds nothing";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    stage.await("nothing is under way", () -> stage.recharge().outgoing().unsent() == 0);
    findings.same("Audit findings", List.of(), stage.recharge().outgoing().audit());
    findings.same("Deliveries not yet ended", 0L, stage.recharge().outgoing().unsent());
    if (stage.notifier().database() != stage.recharge().database()) {
      findings.same("Audit findings of the notifier", List.of(), stage.notifier().books().audit());
      findings.same("Not yet ended at the notifier", 0L, stage.notifier().books().unsent());
    }
  }
}
