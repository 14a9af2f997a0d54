package dev.tireless.demo.story.client;

import java.util.Map;
import java.util.stream.IntStream;

/** The account system's operator, and whoever delivers notifications to it. Thread-safe. */
public final class AccountClient {

  private static final int REPORTS = 20;

  private final Http http;

  public AccountClient(Http http) {
    this.http = http;
  }

  /** How notifications are answered from now on. */
  public enum Mode {
    NORMAL,
    SILENT,
    LATE,
    LOSE
  }

  /**
   * Makes the account system answer notifications in another way.
   *
   * @param delayMs how late {@link Mode#LATE} answers
   */
  public void answers(Mode mode, int delayMs) {
    String body =
        """
        {"mode":"%s","delayMs":%d}"""
            .formatted(mode, delayMs);
    expectSuccess(http.json("PUT", "/demo/answers", body, Map.of()));
  }

  public void answers(Mode mode) {
    answers(mode, 0);
  }

  /** Opens an account with nothing on it. */
  public void open(String accountNo, String accountName) {
    String body =
        """
        {"accountNo":"%s","accountName":"%s"}"""
            .formatted(accountNo, accountName);
    expectSuccess(http.json("POST", "/demo/accounts", body, Map.of()));
  }

  /** Makes it ask the recharge system for a result (消息校对) and apply it. */
  public Answer ask(String txNo) {
    return http.get("/payresult/" + txNo);
  }

  /**
   * Has it compare everything with the notifier, and repair what differs; 409 while another
   * instance does so, or did before it was killed.
   */
  public Answer compare() {
    return http.json("POST", "/demo/reconcile", "", Map.of());
  }

  /** What both sides have of a day, like {@code 2026-11-23}. */
  public Answer sides(String date) {
    return http.get("/demo/reconcile/" + date);
  }

  /** Where it stands, and what it found out by itself. */
  public Answer reports() {
    return http.get("/demo/reconcile");
  }

  /** A member of its newest report that it made for that reason; empty when there is none. */
  public String report(String reason, String member) {
    Answer reports = reports();
    return IntStream.range(0, REPORTS)
        .filter(report -> reports.memberAt("/reports/" + report + "/reason").equals(reason))
        .mapToObj(report -> reports.memberAt("/reports/" + report + "/" + member))
        .findFirst()
        .orElse("");
  }

  /** A member of its newest report. */
  public String lastReport(String member) {
    return reports().memberAt("/reports/0/" + member);
  }

  /** Applies a message of the quarantine again. */
  public Answer replayQuarantined(long number) {
    return http.json("POST", "/demo/quarantine/" + number + "/replay", "", Map.of());
  }

  /** Delivers a signed notification. */
  public Answer deliver(byte[] body, Map<String, String> headers) {
    return http.bytes("/tireless/notifications", body, headers);
  }

  private static void expectSuccess(Answer answer) {
    if (!answer.isSuccess()) {
      throw new IllegalStateException(
          "The account system answered " + answer.status() + ": " + answer.body());
    }
  }
}
