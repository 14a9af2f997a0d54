package dev.tireless;

/**
 * The engine has more work waiting than it keeps in memory, and went on having it for longer than a
 * caller should wait. Nothing was written; submit again later.
 */
public final class OverloadedException extends TirelessException {

  public OverloadedException(String message) {
    super(message);
  }
}
