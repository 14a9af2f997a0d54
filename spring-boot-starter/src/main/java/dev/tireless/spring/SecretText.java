package dev.tireless.spring;

import dev.tireless.wire.Secret;

/**
 * A secret as it was configured, not looked at yet. It binds whatever the text is, because the
 * report of a value that does not bind shows the value.
 */
public final class SecretText {

  private final String text;

  private SecretText(String text) {
    this.text = text;
  }

  /** Called by the binder. */
  public static SecretText valueOf(String text) {
    return new SecretText(text.strip());
  }

  /**
   * The secret.
   *
   * @throws IllegalArgumentException if it is none; the message says why and never shows it
   */
  public Secret parse() {
    return Secret.parse(text);
  }

  @Override
  public String toString() {
    return "***";
  }
}
