package dev.tireless.demo.account.receipts;

import dev.tireless.demo.account.problem.Problem;
import dev.tireless.receive.InboxResult;
import dev.tireless.rocketmq.NotificationListener;
import dev.tireless.rocketmq.Quarantine;
import dev.tireless.rocketmq.Quarantine.Quarantined;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the queue brought and the account system could not use; only in scheme 1 there is any. */
@RestController
class QuarantineController {

  private static final int MAX = 200;

  private final ObjectProvider<Quarantine> quarantine;
  private final ObjectProvider<NotificationListener> listener;

  QuarantineController(
      ObjectProvider<Quarantine> quarantine, ObjectProvider<NotificationListener> listener) {
    this.quarantine = quarantine;
    this.listener = listener;
  }

  record Kept(long number, String messageId, String reason, String detail) {

    private static Kept of(Quarantined message) {
      return new Kept(
          message.number(), message.messageId(), message.reason().name(), message.detail());
    }
  }

  @GetMapping("/demo/quarantine")
  List<Kept> list() {
    return quarantine.stream().flatMap(q -> q.list(0, MAX).stream()).map(Kept::of).toList();
  }

  /** Applies one again, and keeps it where it is if that is in vain. */
  @PostMapping("/demo/quarantine/{number}/replay")
  InboxResultView replay(@PathVariable long number) {
    return Optional.ofNullable(listener.getIfAvailable())
        .flatMap(l -> l.replay(number))
        .map(InboxResultView::of)
        .orElseThrow(() -> Problem.notFound("QUARANTINE_UNKNOWN", "There is no message " + number));
  }

  record InboxResultView(String outcome, String reason) {

    private static InboxResultView of(InboxResult result) {
      return new InboxResultView(result.outcome().name(), result.reason());
    }
  }
}
