package dev.tireless.spring;

/**
 * A secret as it was configured, without the line end of the file that it comes from. No text shows
 * it.
 */
public final class SecretKey {

  private final String text;

  private SecretKey(String text) {
    this.text = text;
  }

  /** Called by the binder. */
  public static SecretKey valueOf(String text) {
    return new SecretKey(text.strip());
  }

  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return "***";
  }
}
