package dev.tireless;

import dev.tireless.wire.Secret;
import java.time.Duration;
import java.util.List;

/**
 * One notification on its way to one receiver, as a channel gets it to make one attempt.
 *
 * @param epoch raised by an operator when the notifier's database was restored from a backup
 * @param seq its place in the receiver's sequence: 1, 2, 3 … without holes
 * @param attempt number of this try
 * @param secrets every key that is active now, the current one first
 */
public record Delivery(
    Receiver receiver,
    Notification notification,
    long epoch,
    long seq,
    long attempt,
    AttemptReason reason,
    List<Secret> secrets) {

  /** How long the whole exchange may take. */
  public Duration timeout() {
    return receiver.exchangeTimeout();
  }
}
