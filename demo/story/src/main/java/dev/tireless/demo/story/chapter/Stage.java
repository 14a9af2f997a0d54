package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.books.QueueBooks;
import dev.tireless.demo.story.client.AccountClient.Mode;
import dev.tireless.demo.story.client.Answer;
import dev.tireless.demo.story.console.Screen;
import dev.tireless.demo.story.process.Await;
import dev.tireless.devbroker.DevBroker;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything a chapter plays with.
 *
 * @param random of the story, to be used by one thread
 */
public record Stage(
    RechargeSide recharge,
    NotifierSide notifier,
    AccountSide account,
    Courier courier,
    @Nullable DevBroker queue,
    Scheme scheme,
    Screen screen,
    RandomGenerator random) {

  /** 张三. */
  static final String ZHANG_SAN = "1";

  /** 李四. */
  static final String LI_SI = "2";

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** The broker in between; only where the scheme has one. */
  DevBroker broker() {
    return Objects.requireNonNull(queue, "a broker");
  }

  QueueBooks queueBooks() {
    return new QueueBooks(broker().home());
  }

  /** Both run, and the account system answers as it should, whatever happened before. */
  public void setUp() {
    if (queue != null) {
      queue.start();
    }
    recharge.process().startUnlessAlive();
    notifier.process().startUnlessAlive();
    account.process().startUnlessAlive();
    account.client().answers(Mode.NORMAL);
  }

  Proof proof(Findings findings) {
    return new Proof(recharge.books(), notifier.books(), account.books(), findings);
  }

  /** A key that no other recharge of the story has. */
  String newKey() {
    return "story-" + Long.toHexString(random.nextLong());
  }

  /** Recharges once and returns the transaction number. */
  String recharge(String accountNo, long fen) {
    return recharge(accountNo, fen, "success");
  }

  /** The same, with what the payment system answers. */
  String recharge(String accountNo, long fen, String payment) {
    Answer answer = recharge.client().recharge(newKey(), accountNo, fen, payment);
    if (!answer.isSuccess()) {
      throw new IllegalStateException(
          "The recharge system answered " + answer.status() + ": " + answer.body());
    }
    return answer.member("id");
  }

  /** Waits until all are credited, and the recharge system knows that. */
  void awaitAcked(Proof proof, Collection<String> txNos) {
    await("all are credited", () -> proof.allCredited(txNos));
    await("all are acked", () -> proof.allHaveState("ACKED", txNos));
  }

  void awaitState(Proof proof, String state, String txNo) {
    await(txNo + " is " + state, () -> proof.allHaveState(state, List.of(txNo)));
  }

  void await(String what, BooleanSupplier condition) {
    Await.until(what, PATIENCE, condition);
  }
}
