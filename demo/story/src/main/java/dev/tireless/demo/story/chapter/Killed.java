package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.books.NotifierBooks;
import dev.tireless.demo.story.client.AccountClient.Mode;
import dev.tireless.demo.story.process.Await;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Kills the recharge process by SIGKILL at random moments, while customers recharge and repeat what
 * was not answered. Faults 1 and 2 of the source document's sample: a crash between insert and
 * send, and a customer who pays twice.
 */
final class Killed implements Chapter {

  private static final int RECHARGES_PER_KILL = 40;
  private static final int LATE_MS = 100;
  private static final int LONGEST_DELAY_MS = 30;

  private final int kills;

  Killed(int kills) {
    this.kills = kills;
  }

  @Override
  public String title() {
    return "%d kills -9 during %d recharges: each one answered is credited once"
        .formatted(kills, recharges());
  }

  @Override
  public void play(Stage stage, Findings findings) {
    Proof.Mark before = stage.proof(findings).mark(Stage.LI_SI);
    stage.account().client().answers(Mode.LATE, LATE_MS);
    try (Customers customers = new Customers(stage, Stage.LI_SI, recharges())) {
      List<Remains> remains =
          IntStream.rangeClosed(1, kills).mapToObj(kill -> kill(stage, customers, kill)).toList();
      stage.await("every customer has an answer", customers::haveAllAnswers);
      stage.account().client().answers(Mode.NORMAL);
      check(stage, findings, before, customers.answered());
      check(stage, findings, remains);
    }
  }

  /** What a killed process left in its database. */
  private record Remains(long unsent, List<String> audit) {}

  private int recharges() {
    return Math.max(200, RECHARGES_PER_KILL * kills);
  }

  /** A random number of recharges, then some milliseconds more; each kill in its own stretch. */
  private void awaitMoment(Stage stage, Customers customers, int kill) {
    int stretch = recharges() * 8 / 10 / kills;
    int enough = stretch * (kill - 1) + stage.random().nextInt(stretch);
    stage.await(enough + " recharges are answered", () -> customers.answered().size() >= enough);
    Await.pause(Duration.ofMillis(stage.random().nextInt(LONGEST_DELAY_MS)));
  }

  private Remains kill(Stage stage, Customers customers, int kill) {
    awaitMoment(stage, customers, kill);
    stage.recharge().process().kill();
    int answered = customers.answered().size();
    NotifierBooks books = stage.recharge().outgoing();
    stage.await("the database knows that the process is dead", books::isAlone);
    Remains remains = new Remains(books.unsent(), books.audit());
    stage
        .screen()
        .step(
            "Kill %d, after %d answers: %d rows unsent".formatted(kill, answered, remains.unsent));
    stage.recharge().process().start();
    return remains;
  }

  private void check(Stage stage, Findings findings, Proof.Mark before, List<Customers.Paid> paid) {
    Proof proof = stage.proof(findings);
    List<String> txNos = paid.stream().map(Customers.Paid::txNo).distinct().toList();
    findings.same("Recharges answered 2xx, by transaction number", recharges(), txNos.size());
    stage.screen().step("All are answered; what the killed processes had leased comes back last");
    stage.awaitAcked(proof, txNos);
    proof.credited(txNos);
    proof.haveState("ACKED", txNos);
    proof.grewBy(paid.stream().mapToLong(Customers.Paid::fen).sum(), before);
  }

  private static void check(Stage stage, Findings findings, List<Remains> remains) {
    long leftUnsent = remains.stream().filter(left -> left.unsent > 0).count();
    // To hand something over to a queue takes no time in which a kill would find it.
    findings.yes(
        "tireless_outbox, _due, _range: kills that left unsent rows: " + leftUnsent,
        leftUnsent > 0 || stage.scheme().hasQueue());
    findings.same(
        "Audit findings in what the kills left",
        List.of(),
        remains.stream().flatMap(left -> left.audit.stream()).toList());
  }
}
