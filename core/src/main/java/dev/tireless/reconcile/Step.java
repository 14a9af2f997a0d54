package dev.tireless.reconcile;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** How long a bucket is. */
public enum Step {
  DAY(Duration.ofDays(1)),
  HOUR(Duration.ofHours(1));

  private final Duration length;

  Step(Duration length) {
    this.length = length;
  }

  public Duration length() {
    return length;
  }

  /**
   * The step of this text.
   *
   * @throws IllegalArgumentException when there is none; the message lists all
   */
  public static Step parse(String text) {
    return Arrays.stream(values())
        .filter(step -> step.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("A step is day or hour, not '" + text + "'"));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
