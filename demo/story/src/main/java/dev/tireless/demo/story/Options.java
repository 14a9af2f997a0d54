package dev.tireless.demo.story;

import dev.tireless.demo.story.chapter.Scheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param recharge jar of the recharge service, its libraries beside it
 * @param account jar of the account service, its libraries beside it
 * @param broker jar of the broker
 * @param server jar of the notifier server, its libraries beside it
 * @param notifier configuration of the notifier server
 * @param data folder for the runs, each in a folder of its own
 * @param once whether to end after the story
 * @param colour whether the terminal shows colours
 * @param seed of the random moments, null for a new one
 */
record Options(
    Path recharge,
    Path account,
    Path broker,
    Path server,
    Path notifier,
    Scheme scheme,
    Path data,
    boolean once,
    boolean colour,
    int kills,
    @Nullable Long seed,
    int rechargePort,
    int accountPort) {

  private static final Set<String> SWITCHES = Set.of("once", "colour");
  private static final Set<String> VALUES =
      Set.of(
          "recharge",
          "account",
          "broker",
          "server",
          "notifier",
          "scheme",
          "data",
          "kills",
          "seed",
          "recharge-port",
          "account-port");

  /**
   * @throws IllegalArgumentException when it cannot be done so; the message says why
   */
  static Options parse(String... arguments) {
    Map<String, String> given = new HashMap<>();
    for (String argument : arguments) {
      put(argument, given);
    }
    return new Options(
        file(given, "recharge"),
        file(given, "account"),
        file(given, "broker"),
        file(given, "server"),
        file(given, "notifier"),
        Scheme.of(given.getOrDefault("scheme", "http")),
        Path.of(given.getOrDefault("data", "target/demo")).toAbsolutePath(),
        given.containsKey("once"),
        given.containsKey("colour"),
        (int) number(given, "kills", 5, 1, 1000),
        given.containsKey("seed") ? number(given, "seed", 0, Long.MIN_VALUE, Long.MAX_VALUE) : null,
        (int) number(given, "recharge-port", 8094, 1, 65_535),
        (int) number(given, "account-port", 8096, 1, 65_535));
  }

  private static void put(String argument, Map<String, String> given) {
    int equals = argument.indexOf('=');
    String name = argument.substring(0, equals < 0 ? argument.length() : equals);
    Set<String> known = equals < 0 ? SWITCHES : VALUES;
    if (!name.startsWith("--") || !known.contains(name.substring(2))) {
      throw new IllegalArgumentException(
          "There is no option '%s'. There are --once, --colour, --seed=n, --kills=n, --recharge-port=n, --account-port=n, --scheme=http|1|2, --recharge=jar, --account=jar, --broker=jar, --server=jar, --notifier=yml, --data=folder."
              .formatted(argument));
    }
    given.put(name.substring(2), argument.substring(equals + 1));
  }

  private static Path file(Map<String, String> given, String name) {
    Path path = Path.of(given.getOrDefault(name, "")).toAbsolutePath();
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException(
          "--%s=<file> must name a file, not %s".formatted(name, path));
    }
    return path;
  }

  private static long number(
      Map<String, String> given, String name, long otherwise, long from, long to) {
    String text = given.getOrDefault(name, Long.toString(otherwise));
    try {
      long number = Long.parseLong(text);
      if (number >= from && number <= to) {
        return number;
      }
    } catch (NumberFormatException notOne) {
      // Said below, with the bounds.
    }
    throw new IllegalArgumentException(
        "--%s must be a whole number from %d to %d, not '%s'".formatted(name, from, to, text));
  }
}
