package dev.tireless;

/**
 * The same (tenant, topic, subject, version) was published before with another payload. The first
 * one stands; to correct it, publish a higher version. The caller's transaction stays usable.
 */
public final class ConflictException extends TirelessException {

  public ConflictException(String message) {
    super(message);
  }
}
