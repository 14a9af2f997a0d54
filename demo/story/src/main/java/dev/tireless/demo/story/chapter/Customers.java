package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.client.Answer;
import dev.tireless.demo.story.client.RechargeClient;
import dev.tireless.demo.story.process.Await;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Customers who recharge at the same time and, with the same key, ask again until they are answered
 * by 2xx.
 */
final class Customers implements AutoCloseable {

  private static final int AT_ONCE = 8;
  private static final Duration BETWEEN = Duration.ofMillis(100);

  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
  private final List<Paid> answered = new CopyOnWriteArrayList<>();
  private final RechargeClient client;
  private final String accountNo;
  private final int recharges;

  /** A recharge that was answered by 2xx. */
  record Paid(String txNo, long fen) {}

  /** They begin at once; the n-th recharge is of n 分. */
  Customers(Stage stage, String accountNo, int recharges) {
    this.client = stage.recharge().client();
    this.accountNo = accountNo;
    this.recharges = recharges;
    IntStream.rangeClosed(1, recharges)
        .forEach(
            fen -> {
              String key = stage.newKey();
              threads.execute(() -> recharge(key, fen));
            });
  }

  /** What was answered until now, in that order. */
  List<Paid> answered() {
    return List.copyOf(answered);
  }

  boolean haveAllAnswers() {
    return answered.size() >= recharges;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void recharge(String key, int fen) {
    while (!Thread.currentThread().isInterrupted() && !isAnswered(key, fen)) {
      Await.pause(BETWEEN);
    }
    Await.pause(BETWEEN);
  }

  private boolean isAnswered(String key, int fen) {
    try {
      Answer answer = client.recharge(key, accountNo, fen);
      return answer.isSuccess() && answered.add(new Paid(answer.member("id"), fen));
    } catch (UncheckedIOException killed) {
      return false;
    }
  }
}
