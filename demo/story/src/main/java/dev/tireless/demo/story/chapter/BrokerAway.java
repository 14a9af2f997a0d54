package dev.tireless.demo.story.chapter;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** A broker that is down costs the customers nothing. */
final class BrokerAway implements Chapter {

  private static final int RECHARGES = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Override
  public String title() {
    return "The broker down: 20 recharges succeed, and are credited after its return";
  }

  @Override
  public void play(Stage stage, Findings findings) {
    Proof proof = stage.proof(findings);
    Proof.Mark before = proof.mark(Stage.ZHANG_SAN);
    stage.broker().kill();
    stage.screen().step("The broker is down");
    long start = System.nanoTime();
    List<String> txNos =
        IntStream.rangeClosed(1, RECHARGES)
            .mapToObj(fen -> stage.recharge(Stage.ZHANG_SAN, fen))
            .toList();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    stage.screen().step("张三 recharges 20 times, in %d ms".formatted(took.toMillis()));
    findings.yes("All of them answered within 20 s", took.compareTo(PATIENCE) <= 0);
    proof.haveResult("success", txNos);
    proof.notCredited(txNos);
    stage.broker().start();
    stage.screen().step("The broker is back");
    stage.awaitAcked(proof, txNos);
    proof.credited(txNos);
    proof.grewBy(IntStream.rangeClosed(1, RECHARGES).sum(), before);
  }
}
