package dev.tireless.receive;

import java.sql.Connection;

/**
 * What the receiver does with a notification: its business, in its own database.
 *
 * <p>It runs in the local transaction that also raises the receipt, so both are committed or
 * neither is. Called by several threads at once, but never for one subject.
 */
@FunctionalInterface
public interface NotificationHandler {

  /**
   * Applies the notification.
   *
   * @param connection carries the transaction; do not commit, roll back or close it. Code that
   *     finds the transaction by itself, as Spring's does, may ignore it
   * @throws RefusedException to refuse it for a good reason: everything is rolled back and the
   *     refusal is kept visible
   * @throws Exception for any other failure: everything is rolled back, and the notifier tells it
   *     again
   */
  void handle(Connection connection, ReceivedNotification notification) throws Exception;
}
