package dev.tireless.demo.story.client;

import java.util.Map;

/** A customer of the recharge system, and its operator. Thread-safe. */
public final class RechargeClient {

  private static final String FEED_METER =
      "/actuator/metrics/http.server.requests?tag=uri:/v1/receivers/%7Breceiver%7D/feed";
  private static final String COUNT = "/measurements/0/value";

  private final Http http;
  private final String token;

  public RechargeClient(Http http, String token) {
    this.http = http;
    this.token = token;
  }

  /** Recharges; with the same key it may be repeated until there is an answer. */
  public Answer recharge(String key, String accountNo, long fen) {
    return recharge(key, body(accountNo, Long.toString(fen), "success"));
  }

  /** A recharge whose payment is answered {@code success}, {@code later} or {@code declined}. */
  public Answer recharge(String key, String accountNo, long fen, String payment) {
    return recharge(key, body(accountNo, Long.toString(fen), payment));
  }

  /** A recharge with any body at all. */
  public Answer recharge(String key, String body) {
    return http.json("POST", "/recharges", body, Map.of("Idempotency-Key", key));
  }

  /** The source document's way. */
  public Answer paydo(String query) {
    return http.get("/account/paydo?" + query);
  }

  /** What became of a recharge, asked as the account system does. */
  public Answer result(String txNo) {
    return http.get("/account/payResult/" + txNo, token);
  }

  /** How many requests for a part of the feed (消息校对) this process has answered. */
  public long feedRequests() {
    Answer answer = http.get(FEED_METER);
    return answer.isSuccess() ? (long) Double.parseDouble(answer.memberAt(COUNT)) : 0;
  }

  /** Tells a given-up delivery again. */
  public Answer replay(String txNo) {
    return http.json("POST", "/demo/recharges/" + txNo + "/replay", "", Map.of());
  }

  private static String body(String accountNo, String fen, String payment) {
    return """
        {"accountNo":"%s","payAmount":%s,"payment":"%s"}"""
        .formatted(accountNo, fen, payment);
  }
}
