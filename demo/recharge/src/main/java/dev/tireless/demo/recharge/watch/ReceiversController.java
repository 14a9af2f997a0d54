package dev.tireless.demo.recharge.watch;

import dev.tireless.deliver.Deliveries;
import dev.tireless.spring.TirelessProperties;
import dev.tireless.store.PullStore.Unacked;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What each receiver has not acked. */
@RestController
class ReceiversController {

  private final Deliveries deliveries;
  private final TirelessProperties properties;

  ReceiversController(Deliveries deliveries, TirelessProperties properties) {
    this.deliveries = deliveries;
    this.properties = properties;
  }

  /**
   * A line for each receiver.
   *
   * @param oldest the lowest number that is not acked; null when all are
   */
  record Standing(String receiver, long unacked, @Nullable Long oldest) {}

  @GetMapping("/demo/receivers")
  List<Standing> all() {
    return properties.receivers().entrySet().stream()
        .map(receiver -> standing(receiver.getValue().tenant(), receiver.getKey()))
        .toList();
  }

  private Standing standing(String tenant, String id) {
    Unacked unacked = deliveries.unacked(tenant, id);
    return new Standing(id, unacked.count(), unacked.oldest());
  }
}
