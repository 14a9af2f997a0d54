package dev.tireless.spring;

import dev.tireless.TirelessException;

/** A configured value that cannot work. The application does not start. */
public final class InvalidPropertyException extends TirelessException {

  private final String property;
  private final String reason;

  /**
   * @param reason why it cannot work; never shows a secret
   */
  public InvalidPropertyException(String property, String reason) {
    super(property + ": " + reason);
    this.property = property;
    this.reason = reason;
  }

  String property() {
    return property;
  }

  String reason() {
    return reason;
  }
}
