package dev.tireless.demo.recharge.watch;

import dev.tireless.Publication;
import dev.tireless.deliver.Deliveries;
import dev.tireless.deliver.Receivers;
import dev.tireless.store.PullStore.Unacked;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What each receiver has not acked. */
@RestController
class ReceiversController {

  private static final List<String> RECEIVERS = List.of("account", "notifier");

  private final Deliveries deliveries;
  private final Receivers receivers;

  ReceiversController(Deliveries deliveries, Receivers receivers) {
    this.deliveries = deliveries;
    this.receivers = receivers;
  }

  /**
   * A line for each receiver.
   *
   * @param oldest the lowest number that is not acked; null when all are
   */
  record Standing(String receiver, long unacked, @Nullable Long oldest) {}

  @GetMapping("/demo/receivers")
  List<Standing> all() {
    return RECEIVERS.stream()
        .filter(id -> receivers.find(Publication.DEFAULT_TENANT, id).isPresent())
        .map(this::standing)
        .toList();
  }

  private Standing standing(String id) {
    Unacked unacked = deliveries.unacked(Publication.DEFAULT_TENANT, id);
    return new Standing(id, unacked.count(), unacked.oldest());
  }
}
