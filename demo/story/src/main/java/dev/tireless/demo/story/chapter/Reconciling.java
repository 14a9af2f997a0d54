package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.client.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** The account system with its eyes open (消息校对), and what several lines do with it. */
final class Reconciling {

  /** How long nothing may be heard before it asks. */
  static final Duration IDLE = Duration.ofSeconds(15);

  private final Stage stage;

  private Reconciling(Stage stage) {
    this.stage = stage;
  }

  /** Starts the account system again, so that it reconciles by itself, and soon. */
  static Reconciling on(Stage stage) {
    Reconciling reconciling = new Reconciling(stage);
    stage.account().process().stop();
    reconciling.start();
    return reconciling;
  }

  void start() {
    stage
        .account()
        .process()
        .start(
            "--tireless.receive.enabled=true",
            "--tireless.receive.grace-time=5s",
            "--tireless.receive.retry-gap=30s",
            "--tireless.receive.lease=10s",
            "--tireless.receive.idle-time=" + IDLE.toSeconds() + "s");
    stage
        .screen()
        .step(
            "The account system is started; it asks when it hears nothing for "
                + IDLE.toSeconds()
                + " s");
  }

  /** Recharges of 1, 2, 3 … 分. */
  List<String> recharges(String accountNo, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(fen -> stage.recharge(accountNo, fen)).toList();
  }

  /** How much that many recharges are, in 分. */
  static int fen(int count) {
    return count * (count + 1) / 2;
  }

  /** Has it compare everything now. */
  Answer compare() {
    AtomicReference<Answer> answer = new AtomicReference<>();
    stage.await(
        "nobody else catches up",
        () -> {
          Answer told = stage.account().client().compare();
          answer.set(told);
          return told.isSuccess();
        });
    Answer report = Objects.requireNonNull(answer.get());
    stage
        .screen()
        .step(
            "Both sides are compared: %s missing, %s repaired, %s open. %s"
                .formatted(
                    report.member("missing"),
                    report.member("repaired"),
                    report.member("stillOpen"),
                    report.member("detail")));
    return report;
  }

  /** Both sides have the same. */
  void isEqual(Findings findings) {
    findings.same("The digests of both sides differ in", "0", compare().member("missing"));
  }
}
