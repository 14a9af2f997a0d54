package dev.tireless.bench.round;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is played. */
public enum Scenario {
  PUBLISH_TX;

  /** Who plays it, in this order. */
  public List<Entrant> entrants() {
    return List.of(Entrant.values());
  }

  /**
   * The scenario with that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists all
   */
  public static Scenario parse(String name) {
    return Arrays.stream(values())
        .filter(scenario -> scenario.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no scenario '" + name + "'. There are " + names() + "."));
  }

  public static String names() {
    return Arrays.stream(values()).map(Scenario::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
