package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.client.Answer;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** The account system with its eyes open (消息校对), and what several lines do with it. */
final class Reconciling {

  /** How long nothing may be heard before it asks. */
  static final Duration IDLE = Duration.ofSeconds(15);

  private static final List<String> EARLY =
      List.of(
          "--tireless.receive.enabled=true",
          "--tireless.receive.grace-time=5s",
          "--tireless.receive.retry-gap=30s",
          "--tireless.receive.lease=10s",
          "--tireless.receive.idle-time=" + IDLE.toSeconds() + "s");

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

  void start(String... properties) {
    begin(properties);
    stage.account().process().awaitUp();
    stage
        .screen()
        .step(
            "The account system is started; it asks when it hears nothing for "
                + IDLE.toSeconds()
                + " s");
  }

  /** Does not wait until it is up. */
  void begin(String... properties) {
    List<String> all = new ArrayList<>(EARLY);
    all.addAll(List.of(properties));
    stage.account().process().begin(all.toArray(String[]::new));
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

  /** Nothing is missing, and the digests of this day are equal. */
  void isEqual(Findings findings) {
    findings.same("report: missing", "0", compare().member("missing"));
    digestsAreEqual(findings, true);
  }

  /** What {@code ./tireless reconcile} says of this day. */
  void digestsAreEqual(Findings findings, boolean equal) {
    LocalDate today = LocalDate.ofInstant(stage.recharge().clock().instant(), ZoneOffset.UTC);
    Answer sides = stage.account().client().sides(today.toString());
    findings.same(
        "The digests of both sides of " + today + " are equal",
        Boolean.toString(equal),
        sides.member("equal"));
  }
}
