package dev.tireless.deliver;

import dev.tireless.Attempt;
import dev.tireless.Delivery;
import dev.tireless.DeliveryState;
import dev.tireless.Receiver;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Hears what happened to deliveries, after it was committed: for metrics, alerts, audit trails.
 *
 * <p>Called on threads of the engine, so it must be quick; what it throws is logged and changes
 * nothing. A node that dies between commit and call does not make the call up for.
 */
public interface DeliveryListener {

  /**
   * An attempt was recorded.
   *
   * @param state of the delivery after it; null when the outcome came too late to decide anything
   * @param next when it is due again, null unless it is still pending
   */
  default void attempted(
      Delivery delivery, Attempt attempt, @Nullable DeliveryState state, @Nullable Instant next) {}

  /** A receiver answers nobody: nothing scheduled is sent to it, only probes. */
  default void failing(Receiver receiver) {}

  /** A failing receiver acked again: what waited for it goes out now. */
  default void recovered(Receiver receiver) {}

  /** A delivery was given up at the end of its window, between two attempts. */
  default void exhausted(Receiver receiver, long seq) {}

  /** A receiver answered 410 three times in a row and is told nothing until it is resumed. */
  default void suspended(Receiver receiver) {}
}
