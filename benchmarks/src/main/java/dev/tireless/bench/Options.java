package dev.tireless.bench;

import dev.tireless.bench.round.Assignment.Times;
import dev.tireless.bench.round.Entrant;
import dev.tireless.bench.round.Scenario;
import dev.tireless.bench.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the command line asks for.
 *
 * @param seconds of the counted window
 * @param rate of the timetable for latencies, messages in a second
 * @param entrants who plays
 * @param receivers how many there are
 * @param connections that each of them takes
 * @param waiting how many deliveries wait for a receiver that is down
 * @param profile whether a flight recording is made of each contestant
 * @param reports folder for what is written
 */
record Options(
    Scenario scenario,
    Store store,
    int seconds,
    int rate,
    List<Entrant> entrants,
    int receivers,
    int connections,
    int waiting,
    boolean profile,
    Path reports) {

  static final String USAGE =
      """
      ./tireless bench <%s> [--store=<%s>]
          [--seconds=20] [--rate=500] [--only=<%s>]
          [--receivers=n] [--connections=n] [--waiting=n] [--profile] [--reports=<folder>]"""
          .formatted(
              alternatives(Scenario.names()),
              alternatives(Store.names()),
              alternatives(Entrant.names()));

  private static final Set<String> NAMES =
      Set.of("store", "seconds", "rate", "only", "receivers", "connections", "waiting", "reports");

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException when it cannot be done so; the message says why
   */
  static Options parse(String... arguments) {
    if (arguments.length == 0 || arguments[0].startsWith("--")) {
      throw new IllegalArgumentException(
          "Name a scenario first. There are " + Scenario.names() + ".");
    }
    Map<String, String> given = new HashMap<>();
    for (int i = 1; i < arguments.length; i++) {
      put(arguments[i], given);
    }
    Scenario scenario = Scenario.parse(arguments[0]);
    requireStore(scenario, given);
    return new Options(
        scenario,
        Store.parse(given.getOrDefault("store", Store.POSTGRESQL.toString())),
        number(given, "seconds", 20, 3600),
        number(given, "rate", 500, 1_000_000),
        given.containsKey("only")
            ? List.of(Entrant.parse(given.getOrDefault("only", "")))
            : scenario.entrants(),
        number(given, "receivers", scenario.receivers(), 10_000),
        number(given, "connections", scenario.connections(), 10_000),
        number(given, "waiting", Math.max(1, scenario.waiting()), 10_000_000),
        given.containsKey("profile"),
        Path.of(given.getOrDefault("reports", "benchmarks/reports")));
  }

  /**
   * Two cores that are busy with the load take half a minute to compile what matters, and a minute
   * where a broker has to do so, too; so long is the warm-up, whoever is measured. The timetable
   * takes half as long as the window, but at least 5 s.
   */
  Times times() {
    return new Times(
        Duration.ofSeconds(scenario == Scenario.ROCKETMQ ? 60 : 30),
        Duration.ofSeconds(seconds),
        Duration.ofSeconds(Math.max(5, seconds / 2)),
        rate);
  }

  /** The notifier server is a process of its own, and so is its receiver. */
  private static void requireStore(Scenario scenario, Map<String, String> given) {
    String store = given.getOrDefault("store", Store.POSTGRESQL.toString());
    if (scenario.isReconciliation() && Store.parse(store) != Store.POSTGRESQL) {
      throw new IllegalArgumentException(
          "The scenario %s is played on postgresql only".formatted(scenario));
    }
  }

  private static String alternatives(String names) {
    return names.replace(", ", "|");
  }

  private static void put(String argument, Map<String, String> given) {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    Set<String> known = equals < 0 ? Set.of("profile") : NAMES;
    if (!name.startsWith("--") || !known.contains(name.substring(2))) {
      throw new IllegalArgumentException("There is no option '" + argument + "'.");
    }
    given.put(name.substring(2), argument.substring(equals + 1));
  }

  private static int number(Map<String, String> given, String name, int otherwise, int most) {
    String text = given.getOrDefault(name, Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException notOne) {
      // Said below, with the bounds.
    }
    throw new IllegalArgumentException(
        "--%s must be a whole number from 1 to %d, not '%s'".formatted(name, most, text));
  }
}
