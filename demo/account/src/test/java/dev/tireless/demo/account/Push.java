package dev.tireless.demo.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tireless.wire.Envelope;
import dev.tireless.wire.Secret;
import dev.tireless.wire.Signer;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** A notification as the recharge system would push it; each has a place of its own. */
record Push(String txNo, String body, int seq) {

  static Push of(String txNo, String body) {
    return new Push(txNo, body, Numbers.nextSeq());
  }

  static Push success(String txNo, String accountNo, long payAmount) {
    return of(txNo, success(txNo, accountNo, Long.toString(payAmount)));
  }

  static String success(String txNo, String accountNo, String payAmount) {
    return "{\"id\":\"%s\",\"accountNo\":\"%s\",\"payAmount\":%s,\"result\":\"success\"}"
        .formatted(txNo, accountNo, payAmount);
  }

  Answer to(Caller account) {
    return to(account, Settings.secret());
  }

  Answer to(Caller account, Secret secret) {
    byte[] bytes = body.getBytes(UTF_8);
    Envelope envelope =
        new Envelope(
            "ntf_" + txNo, Clock.systemUTC().instant(), "recharge.completed", txNo, 1, 1, seq, 1);
    Map<String, String> headers =
        new Signer(List.of(secret)).headers(envelope, "application/json", bytes);
    return account.post("/tireless/notifications", bytes, headers);
  }
}
