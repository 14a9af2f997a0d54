package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.books.NotifierBooks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the receiver's absence costs the notifier's customers: nothing. And what it costs the
 * receiver: seconds after its start, not the minutes or hours until the next step of the schedule.
 */
final class AccountStopped implements Chapter {

  private static final int RECHARGES = 20;
  private static final String LONG_GAPS = "--tireless.receivers.account.schedule=alipay";
  private static final Duration FAR_AWAY = Duration.ofSeconds(60);
  private final Duration soon;

  /** Its questions at the start are a sign of life to the recharge system, not to a server. */
  AccountStopped(Scheme scheme) {
    this.soon = Duration.ofSeconds(scheme == Scheme.HTTP ? 10 : 30);
  }

  @Override
  public String title() {
    return "Account stopped, 20 recharges: credited within %d s of its start, not by the schedule"
        .formatted(soon.toSeconds());
  }

  @Override
  public void play(Stage stage, Findings findings) {
    stage.notifier().restart(LONG_GAPS);
    stage.screen().step("The notifier is started again with gaps of 4 minutes and more");
    try {
      stopAndStart(stage, findings);
    } finally {
      stage.notifier().restart();
      stage.screen().step("The notifier is started again with its usual gaps");
    }
  }

  private void stopAndStart(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    Proof.Mark before = proof.mark(Stage.LI_SI);
    stage.account().process().stop();
    stage.screen().step("The account system is stopped");
    List<String> txNos =
        IntStream.rangeClosed(1, RECHARGES)
            .mapToObj(fen -> stage.recharge(Stage.LI_SI, fen))
            .toList();
    stage.screen().step("李四 recharges 20 times");
    proof.haveResult("success", txNos);
    proof.notCredited(txNos);
    startWhenFailing(stage, findings, proof, txNos);
    proof.credited(txNos);
    proof.grewBy(IntStream.rangeClosed(1, RECHARGES).sum(), before);
  }

  private void startWhenFailing(Stage stage, Findings findings, Proof proof, List<String> txNos) {
    NotifierBooks books = stage.notifier().books();
    stage.await("the notifier knows that nobody answers", books::isReceiverFailing);
    Instant nextStep = books.nextStep();
    stage.account().process().start();
    Instant start = stage.recharge().clock().instant();
    stage
        .screen()
        .step(
            "The account system is started again; the next step of the schedule is %d s away"
                .formatted(Duration.between(start, nextStep).toSeconds()));
    stage.awaitAcked(proof, txNos);
    Duration took = Duration.between(start, stage.recharge().clock().instant());
    findings.yes(
        "tireless_due: the next step was at least 60 s after the start",
        Duration.between(start, nextStep).compareTo(FAR_AWAY) >= 0);
    findings.yes(
        "All are credited and acked %d ms after the start".formatted(took.toMillis()),
        took.compareTo(soon) <= 0);
    Map<String, Long> reasons = books.ackedBy(txNos);
    findings.same("tireless_attempt: acked by a probe", 1L, reasons.getOrDefault("PROBE", 0L));
    findings.same("tireless_attempt: acked in the drain", 19L, reasons.getOrDefault("DRAIN", 0L));
  }
}
