package dev.tireless.demo.story.chapter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Scheme 1: while the account system is away, the queue keeps what it must be told. */
final class HeldByTheQueue implements Chapter {

  private static final int RECHARGES = 20;
  private static final Duration SOON = Duration.ofSeconds(30);

  @Override
  public String title() {
    return "Account stopped, 20 recharges: credited within 30 s of its start";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    Proof.Mark before = proof.mark(Stage.LI_SI);
    stage.account().process().stop();
    stage.screen().step("The account system is stopped");
    List<String> txNos =
        IntStream.rangeClosed(1, RECHARGES)
            .mapToObj(fen -> stage.recharge(Stage.LI_SI, fen))
            .toList();
    stage.screen().step("李四 recharges 20 times");
    stage.await("the queue has them", () -> proof.allHaveState("ACKED", txNos));
    proof.haveResult("success", txNos);
    proof.notCredited(txNos);
    stage.account().process().begin();
    Instant start = stage.recharge().clock().instant();
    stage.awaitAcked(proof, txNos);
    Duration took = Duration.between(start, stage.recharge().clock().instant());
    findings.yes(
        "All are credited %d ms after the start".formatted(took.toMillis()),
        took.compareTo(SOON) <= 0);
    proof.credited(txNos);
    proof.grewBy(IntStream.rangeClosed(1, RECHARGES).sum(), before);
  }
}
