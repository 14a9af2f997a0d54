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
    findings.same("Audit findings", List.of(), stage.recharge().books().audit());
    findings.same("Deliveries not yet ended", 0L, stage.recharge().books().unsent());
  }
}
