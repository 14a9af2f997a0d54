package dev.tireless.http;

import dev.tireless.Outcome;
import dev.tireless.Receiver;
import dev.tireless.wire.AckRule;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what an answer means for the delivery: docs/receiving.md has the ack rules. */
final class Verdict {

  private static final Set<Integer> WITH_RETRY_AFTER = Set.of(429, 502, 503, 504);

  private final Clock clock;
  private final int excerpt;

  Verdict(Clock clock, int excerpt) {
    this.clock = clock;
    this.excerpt = excerpt;
  }

  Outcome of(Receiver receiver, Answer answer) {
    byte[] body = answer.body();
    int status = answer.status();
    String detail = Excerpt.of(body, excerpt);
    if (receiver.ackRule().isAck(status, body)) {
      return new Outcome.Acked(status, detail);
    }
    if (status / 100 == 2 && receiver.ackRule().equals(AckRule.pull())) {
      return new Outcome.Sent(status, detail);
    }
    if (status == 410) {
      return new Outcome.Gone(status, detail);
    }
    if (status == 422 && receiver.refusable()) {
      return new Outcome.Refused(status, detail);
    }
    return new Outcome.Failed(status, error(receiver, answer), detail, retryAfter(answer));
  }

  /** An answer that broke off. */
  Outcome broken(Answer answer, String error) {
    String detail = Excerpt.of(answer.body(), excerpt);
    return new Outcome.Failed(answer.status(), error, detail, retryAfter(answer));
  }

  private static String error(Receiver receiver, Answer answer) {
    return switch (answer.status() / 100) {
      case 2 -> "2xx but not acked: " + missing(receiver, answer);
      case 3 -> "status " + answer.status() + ": redirects are never followed";
      default -> "status " + answer.status();
    };
  }

  private static String missing(Receiver receiver, Answer answer) {
    String what = answer.whole() ? "the body" : "the first " + answer.body().length + " bytes";
    return what + " of the answer did not fulfil " + receiver.ackRule();
  }

  private @Nullable Duration retryAfter(Answer answer) {
    return WITH_RETRY_AFTER.contains(answer.status())
        ? RetryAfter.parse(answer.retryAfter(), clock.instant())
        : null;
  }
}
