package dev.tireless.demo.story.chapter;

import java.util.List;

/** One line of the table: something that must hold, played on the stage and then looked up. */
public interface Chapter {

  /** What must hold. */
  String title();

  /** Plays it and writes down what both databases say. */
  void play(Stage stage, Findings findings);

  /**
   * All of them, in the order of the story.
   *
   * @param kills how often the recharge process is killed
   */
  static List<Chapter> all(int kills) {
    return List.of(
        new CreditedOnce(),
        new EightAtOnce(),
        new AccountStopped(),
        new NeverAnswered(),
        new UnknownAccount(),
        new Killed(kills),
        new WrongAmounts(),
        new ToldApart(),
        new Audited());
  }
}
