package dev.tireless.bench.round;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who plays a round. */
public enum Entrant {
  OURS("Tireless"),
  HANDWRITTEN("hand-written outbox"),
  OUTBOX("transaction-outbox"),
  PLAIN("RocketMQ's own producer and consumer"),
  ALL_WELL("Tireless, no receiver dead"),
  ONE_DEAD("Tireless, one receiver dead"),
  /** For the machine may be another by now. */
  ALL_WELL_AGAIN("Tireless, no receiver dead, again");

  private final String title;

  Entrant(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  /**
   * The contestant with that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists all
   */
  public static Entrant parse(String name) {
    return Arrays.stream(values())
        .filter(entrant -> entrant.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no contestant '" + name + "'. There are " + names() + "."));
  }

  public static String names() {
    return Arrays.stream(values()).map(Entrant::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
