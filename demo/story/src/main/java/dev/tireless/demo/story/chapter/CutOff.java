package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.books.NotifierBooks;
import dev.tireless.demo.story.client.AccountClient.Mode;
import dev.tireless.demo.story.process.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Fault 9 of the source document's sample: who never heard of a payment could never find it. */
final class CutOff implements Chapter {

  private static final String SHORT_WINDOW = "--tireless.receivers.account.schedule=1s 5s/4s";
  private static final String SHORT_EXCHANGE = "--tireless.receivers.account.exchange-timeout=2s";
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final int NO_ANSWER = 0;
  private static final int EACH = 5;

  @Override
  public String title() {
    return "Cut off from every push: all credited by itself, once, within two idle intervals";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    stage.notifier().restart(SHORT_WINDOW, SHORT_EXCHANGE);
    stage
        .screen()
        .step("The notifier is started again with a window of 4 s, and waits 2 s for an answer");
    try {
      cutOff(stage, findings, Reconciling.on(stage));
    } finally {
      stage.notifier().restart();
      stage.screen().step("The notifier is started again with its usual window");
    }
  }

  private static void cutOff(Stage stage, Findings findings, Reconciling reconciling) {
    Proof proof = stage.proof(findings);
    ackOne(stage, proof);
    Proof.Mark before = proof.mark(Stage.ZHANG_SAN);
    List<String> swallowed = swallowed(stage, reconciling);
    stage.account().client().answers(Mode.LOSE);
    List<String> lost = reconciling.recharges(Stage.ZHANG_SAN, EACH);
    List<String> txNos = Stream.of(swallowed, lost).flatMap(List::stream).toList();
    Instant last = stage.recharge().clock().instant();
    stage.screen().step("and 5 times more, and the pushes are answered 500");
    stage.await("all are given up", () -> proof.allHaveState("EXHAUSTED", txNos));
    proof.haveState("EXHAUSTED", txNos);
    proof.notCredited(txNos);
    checkGivenUp(stage, findings, swallowed, lost);
    findOut(stage, findings, txNos, last);
    proof.grewBy(2L * Reconciling.fen(EACH), before);
  }

  /**
   * Who has just acked does not count as failing: each of those that follow is told. What came
   * first after a start may have been answered too late.
   */
  private static void ackOne(Stage stage, Proof proof) {
    List<String> txNos = new ArrayList<>();
    stage.await(
        "a push is acked",
        () -> {
          String txNo = stage.recharge(Stage.ZHANG_SAN, 1);
          txNos.add(txNo);
          Await.pause(SOON);
          return proof.allHaveState("ACKED", List.of(txNo));
        });
    stage.await("all are credited", () -> proof.allCredited(txNos));
  }

  /** Their pushes are read, and no answer comes until the notifier has stopped waiting. */
  private static List<String> swallowed(Stage stage, Reconciling reconciling) {
    stage.account().client().answers(Mode.SILENT);
    List<String> txNos = reconciling.recharges(Stage.ZHANG_SAN, EACH);
    stage.screen().step("张三 recharges 5 times, and the pushes are swallowed");
    stage.await(
        "each push was waited for in vain",
        () -> stage.notifier().books().failedWith(NO_ANSWER, txNos) == EACH);
    return txNos;
  }

  private static void checkGivenUp(
      Stage stage, Findings findings, List<String> swallowed, List<String> lost) {
    NotifierBooks books = stage.notifier().books();
    findings.same(
        "tireless_attempt: swallowed, and no answer in time",
        (long) EACH,
        books.failedWith(NO_ANSWER, swallowed));
    long answered = books.failedWith(500, lost);
    findings.yes("tireless_attempt: of the others answered 500: " + answered, answered > 0);
  }

  private static void findOut(Stage stage, Findings findings, List<String> txNos, Instant last) {
    Proof proof = stage.proof(findings);
    stage.await("all are credited", () -> proof.allCredited(txNos));
    Duration took = Duration.between(last, stage.recharge().clock().instant());
    findings.yes(
        "All are credited %d ms after the last recharge".formatted(took.toMillis()),
        took.compareTo(Reconciling.IDLE.multipliedBy(2)) <= 0);
    stage.await("all are acked", () -> proof.allHaveState("ACKED", txNos));
    proof.haveState("ACKED", txNos);
    proof.credited(txNos);
  }
}
