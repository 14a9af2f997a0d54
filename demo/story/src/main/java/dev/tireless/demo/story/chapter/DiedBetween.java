package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.process.Await;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The recharge system dies by SIGKILL between half message and its end. What the database says of
 * the local transaction is what happens to the notification, also when the broker has lost its
 * patience meanwhile.
 */
final class DiedBetween implements Chapter {

  private static final int FEN = 77;

  /** Longer than the broker of the story asks: three times, every three seconds. */
  private static final Duration UNTIL_ASKED = Duration.ofSeconds(20);

  private final When when;

  /** When it dies. */
  enum When {
    BEFORE_COMMIT("Killed between half message and commit: never notified", "before-commit"),
    AFTER_COMMIT("Killed between commit and the end of the message: credited", "after-commit"),
    AFTER_COMMIT_FOR_LONG(
        "The same, and kept down until the broker dropped the half message: still credited",
        "after-commit");

    private final String title;
    private final String stumble;

    When(String title, String stumble) {
      this.title = title;
      this.stumble = stumble;
    }
  }

  DiedBetween(When when) {
    this.when = when;
  }

  @Override
  public String title() {
    return when.title;
  }

  @Override
  public void play(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    Proof.Mark before = proof.mark(Stage.ZHANG_SAN);
    Set<String> known = new HashSet<>(stage.recharge().books().results().keySet());
    stage.recharge().restart("--demo.stumble=" + when.stumble);
    long dropped = stage.queueBooks().dropped();
    long halves = stage.queueBooks().halves();
    askInVain(stage);
    stage.await("the broker has its half message", () -> stage.queueBooks().halves() > halves);
    findings.yes("Half messages of it at the broker", stage.queueBooks().halves() > halves);
    stage.recharge().process().kill();
    stage.await("the database knows that it is dead", stage.recharge().books()::isAlone);
    stage.screen().step("The recharge system is killed there");
    if (when == When.AFTER_COMMIT_FOR_LONG) {
      stage.screen().step("and stays down");
      stage.await("the broker drops it", () -> stage.queueBooks().dropped() > dropped);
      findings.same(
          "Half messages that the broker dropped", dropped + 1, stage.queueBooks().dropped());
    }
    stage.recharge().process().start();
    Set<String> written = new HashSet<>(stage.recharge().books().results().keySet());
    written.removeAll(known);
    check(stage, findings, proof, before, List.copyOf(written));
  }

  private void check(
      Stage stage, Findings findings, Proof proof, Proof.Mark before, List<String> written) {
    if (when == When.BEFORE_COMMIT) {
      Await.pause(UNTIL_ASKED);
      findings.same("account_pay: written", 0, written.size());
      proof.grewBy(0, before);
      return;
    }
    findings.same("account_pay: written", 1, written.size());
    stage.awaitAcked(proof, written);
    proof.credited(written);
    proof.grewBy(FEN, before);
    if (when == When.AFTER_COMMIT_FOR_LONG) {
      findings.same(
          "tireless_attempt: sent by transactional message",
          0L,
          stage.recharge().outgoing().sentByTransactionalMessage(written.get(0)));
    }
  }

  /** A customer whose recharge stops where the process is to be killed. */
  private void askInVain(Stage stage) {
    Thread customer =
        new Thread(
            () -> {
              try {
                stage.recharge().client().recharge(stage.newKey(), Stage.ZHANG_SAN, FEN);
              } catch (UncheckedIOException killed) {
                stage.screen().step("The customer gets no answer");
              }
            },
            "customer");
    long paid = stage.recharge().books().results().size();
    customer.start();
    stage.await(
        "the recharge has stopped " + when.stumble,
        () ->
            when == When.BEFORE_COMMIT
                ? stage.recharge().books().isWithinTransaction()
                : stage.recharge().books().results().size() > paid);
  }
}
