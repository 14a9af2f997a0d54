package dev.tireless.receive;

import dev.tireless.TirelessException;

/**
 * The receiver does not accept a notification, though it understood it: an unknown account, a
 * payload that breaks a rule. Nothing of it stays applied; a later delivery tries again.
 */
public final class RefusedException extends TirelessException {

  /**
   * @param reason one line for people, without secrets; its first 512 characters are kept
   */
  public RefusedException(String reason) {
    super(reason);
  }
}
