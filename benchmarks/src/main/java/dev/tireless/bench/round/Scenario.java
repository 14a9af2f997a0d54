package dev.tireless.bench.round;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is played. */
public enum Scenario {
  /** Each message in a transaction of business. */
  PUBLISH_TX(8, 64, 0),
  /** Messages without business, each durable when its caller hears so. */
  SUBMIT(8, 64, 0),
  /** One of many receivers answers nothing but 503, and very much waits for it. */
  DEAD_RECEIVER(1000, 16, 1_000_000),
  /** A receiver comes back to what waited for it. */
  RECOVERY(1, 64, 100_000),
  /** Messages come by RocketMQ and go on over HTTP. */
  ROCKETMQ(8, 64, 0),
  /** A receiver reads what waited for it by itself. */
  FEED(1, 1, 1_000_000),
  /** A receiver proves that it has everything, and finds what it has not. */
  DIGEST(1, 1, 1_000_000);

  private final int receivers;
  private final int connections;
  private final int waiting;

  Scenario(int receivers, int connections, int waiting) {
    this.receivers = receivers;
    this.connections = connections;
    this.waiting = waiting;
  }

  /** Who plays it, in this order. */
  public List<Entrant> entrants() {
    return switch (this) {
      case PUBLISH_TX, SUBMIT -> List.of(Entrant.OURS, Entrant.HANDWRITTEN, Entrant.OUTBOX);
      case DEAD_RECEIVER -> List.of(Entrant.ALL_WELL, Entrant.ONE_DEAD, Entrant.ALL_WELL_AGAIN);
      case RECOVERY, FEED, DIGEST -> List.of(Entrant.OURS);
      case ROCKETMQ -> List.of(Entrant.OURS, Entrant.PLAIN);
    };
  }

  /** Whether a receiver asks, and nothing is pushed. */
  public boolean isReconciliation() {
    return this == FEED || this == DIGEST;
  }

  /** How many receivers there are, unless told otherwise. */
  public int receivers() {
    return receivers;
  }

  /** How many connections each receiver takes, unless told otherwise. */
  public int connections() {
    return connections;
  }

  /** How many deliveries wait for the one receiver that is down, unless told otherwise. */
  public int waiting() {
    return waiting;
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
