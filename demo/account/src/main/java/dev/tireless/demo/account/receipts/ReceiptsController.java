package dev.tireless.demo.account.receipts;

import dev.tireless.demo.account.problem.Problem;
import dev.tireless.demo.account.receipts.Receipts.Applied;
import dev.tireless.demo.account.receipts.Receipts.Credited;
import dev.tireless.demo.account.receipts.Receipts.Seen;
import dev.tireless.receive.FailedNotification;
import dev.tireless.receive.Inbox;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was credited and applied, what came, and what was refused or failed and still waits. */
@RestController
class ReceiptsController {

  private static final int MAX = 200;

  private final Receipts receipts;
  private final Inbox inbox;

  ReceiptsController(Receipts receipts, Inbox inbox) {
    this.receipts = receipts;
    this.inbox = inbox;
  }

  record Books(
      List<Credited> credited,
      List<Applied> receipts,
      List<Seen> seen,
      List<FailedNotification> waiting) {}

  @GetMapping("/demo/receipts")
  Books books(@RequestParam(defaultValue = "50") int limit) {
    if (limit < 1 || limit > MAX) {
      throw Problem.badRequest("LIMIT_INVALID", "limit must be 1 to " + MAX);
    }
    return new Books(
        receipts.credited(limit),
        receipts.applied(limit),
        receipts.seen(limit),
        inbox.failed(limit));
  }
}
