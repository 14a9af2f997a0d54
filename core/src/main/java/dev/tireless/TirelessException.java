package dev.tireless;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything Tireless throws for broken infrastructure and for bugs of its own.
 * Expected results are values ({@link Outcome}); bad input is an {@link IllegalArgumentException}.
 */
public class TirelessException extends RuntimeException {

  public TirelessException(String message) {
    super(message);
  }

  public TirelessException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
