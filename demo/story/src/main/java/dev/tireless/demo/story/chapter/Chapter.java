package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.chapter.DiedBetween.When;
import java.util.ArrayList;
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
   * @param scheme how a recharge reaches the account system
   * @param kills how often the recharge process is killed
   */
  static List<Chapter> all(Scheme scheme, int kills) {
    List<Chapter> all = new ArrayList<>();
    all.add(new CreditedOnce());
    all.add(new EightAtOnce());
    if (scheme == Scheme.ONE) {
      all.add(new HeldByTheQueue());
      all.add(new NeverAcked());
      all.add(new UnknownToTheQueue());
    } else {
      all.add(new AccountStopped(scheme));
      all.add(new NeverAnswered());
      all.add(new UnknownAccount());
    }
    all.add(new Killed(kills));
    all.add(new WrongAmounts());
    all.add(new ToldApart());
    if (scheme.hasQueue()) {
      all.add(new BrokerKilled());
      all.add(new BrokerAway());
    }
    if (scheme == Scheme.TWO) {
      all.add(new DiedBetween(When.AFTER_COMMIT));
      all.add(new DiedBetween(When.BEFORE_COMMIT));
      all.add(new DiedBetween(When.AFTER_COMMIT_FOR_LONG));
      all.add(new NotifierKilled());
    }
    if (scheme == Scheme.HTTP) {
      all.add(new CutOff());
      all.add(new AccountSetBack());
      all.add(new BehindItsBack());
      all.add(new RefusedInTheMiddle());
      all.add(new NotifierSetBack());
      all.add(new KilledWhileCatchingUp(kills));
    }
    all.add(new Audited());
    return all;
  }
}
