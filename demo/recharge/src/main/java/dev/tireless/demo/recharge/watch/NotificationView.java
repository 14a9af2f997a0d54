package dev.tireless.demo.recharge.watch;

import dev.tireless.DeliveryState;
import dev.tireless.store.DeliveryStore.Progress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the notification of a recharge is.
 *
 * @param nextAt when its next attempt is due, null unless pending
 * @param inFlight whether an attempt is being made now
 * @param reason why it was given up, null unless it was
 */
record NotificationView(
    String receiver,
    long seq,
    DeliveryState state,
    long attempts,
    boolean inFlight,
    @Nullable Instant nextAt,
    @Nullable String reason) {

  static NotificationView of(Progress progress) {
    return new NotificationView(
        progress.receiver(),
        progress.seq(),
        progress.state(),
        progress.attempts(),
        progress.leasedUntil() != null,
        progress.dueAt(),
        progress.parkedReason());
  }
}
