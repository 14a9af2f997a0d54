package dev.tireless.demo.recharge.watch;

import dev.tireless.Publication;
import dev.tireless.deliver.Deliveries;
import dev.tireless.demo.recharge.Announcement;
import dev.tireless.demo.recharge.Recharge;
import dev.tireless.demo.recharge.Recharges;
import dev.tireless.demo.recharge.problem.Problem;
import dev.tireless.store.DeliveryStore.Progress;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Recharges with their notifications, and the operator's second chance for a parked one. */
@RestController
@RequestMapping("/demo/recharges")
class WatchController {

  private static final int MAX = 200;

  private final Recharges recharges;
  private final Deliveries deliveries;

  WatchController(Recharges recharges, Deliveries deliveries) {
    this.recharges = recharges;
    this.deliveries = deliveries;
  }

  @GetMapping
  List<RechargeView> newest(@RequestParam(defaultValue = "50") int limit) {
    if (limit < 1 || limit > MAX) {
      throw Problem.badRequest("LIMIT_INVALID", "limit must be 1 to " + MAX);
    }
    return recharges.newest(limit).stream().map(this::view).toList();
  }

  @GetMapping("/{txNo}/attempts")
  List<AttemptView> attempts(@PathVariable String txNo) {
    return delivery(find(txNo))
        .map(d -> deliveries.attempts(d.tenant(), d.receiver(), d.seq()))
        .orElse(List.of())
        .stream()
        .map(AttemptView::of)
        .toList();
  }

  @PostMapping("/{txNo}/replay")
  RechargeView replay(@PathVariable String txNo) {
    Recharge recharge = find(txNo);
    boolean replayed =
        delivery(recharge)
            .filter(d -> deliveries.replay(d.tenant(), d.receiver(), d.seq()))
            .isPresent();
    if (!replayed) {
      throw Problem.of(HttpStatus.CONFLICT, "NOT_PARKED", "Only what was given up can be replayed");
    }
    return view(recharge);
  }

  private Recharge find(String txNo) {
    return recharges
        .find(txNo)
        .orElseThrow(() -> Problem.notFound("RECHARGE_UNKNOWN", "There is no recharge " + txNo));
  }

  private RechargeView view(Recharge recharge) {
    return RechargeView.of(recharge, delivery(recharge).map(NotificationView::of).orElse(null));
  }

  private Optional<Progress> delivery(Recharge recharge) {
    return deliveries
        .ofSubject(Publication.DEFAULT_TENANT, Announcement.TOPIC, recharge.id())
        .stream()
        .findFirst();
  }
}
