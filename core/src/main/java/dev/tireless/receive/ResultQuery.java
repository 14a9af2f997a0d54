package dev.tireless.receive;

import java.util.Optional;

/**
 * Asks the notifier for a result by its key. Implement it for a notifier with a query of its own;
 * it runs outside of any transaction.
 */
@FunctionalInterface
public interface ResultQuery {

  /**
   * The newest result of the subject; empty when the notifier knows of none, or of none that is
   * final.
   *
   * @throws RuntimeException when the notifier could not be asked; it reaches the caller of the
   *     inbox as it is
   */
  Optional<ReceivedNotification> query(String topic, String subject);
}
