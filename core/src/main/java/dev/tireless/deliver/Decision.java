package dev.tireless.deliver;

import dev.tireless.DeliveryState;
import java.time.Instant;

/** What becomes of a delivery after an attempt. */
sealed interface Decision {

  /** The state it is in then. */
  DeliveryState state();

  record Ack() implements Decision {
    @Override
    public DeliveryState state() {
      return DeliveryState.ACKED;
    }
  }

  /**
   * It stays pending.
   *
   * @param dueAt next attempt, or the end of the window when no attempt fits into it any more
   * @param failures scheduled failures so far
   */
  record Retry(Instant dueAt, int failures) implements Decision {
    @Override
    public DeliveryState state() {
      return DeliveryState.PENDING;
    }
  }

  record Park(DeliveryState state, String reason) implements Decision {}
}
