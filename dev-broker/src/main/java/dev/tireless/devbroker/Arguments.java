package dev.tireless.devbroker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * What the program is told on its command line.
 *
 * @param broker settings of the broker and its store, by RocketMQ's names
 * @param whileParentLives whether to end when the standard input does
 */
record Arguments(
    Path home,
    int nameServerPort,
    int brokerPort,
    List<String> topics,
    List<String> groups,
    Properties broker,
    boolean whileParentLives) {

  static final String USAGE =
      "--home=<folder> [--name-server-port=9876] [--broker-port=10911] [--topics=a,b]"
          + " [--groups=a,b] [--broker.<RocketMQ's setting>=<value>]... [--while-parent-lives]";

  private static final String BROKER = "--broker.";

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException when it is wrong; the message says how
   */
  static Arguments parse(String... arguments) {
    Properties given = new Properties();
    Properties broker = new Properties();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      String value = equals < 0 ? "" : argument.substring(equals + 1);
      if (name.startsWith(BROKER)) {
        broker.setProperty(name.substring(BROKER.length()), value);
      } else {
        given.setProperty(checked(name, value), value);
      }
    }
    if (!given.containsKey("--home")) {
      throw new IllegalArgumentException("--home=<folder> is missing");
    }
    return new Arguments(
        Path.of(given.getProperty("--home")).toAbsolutePath(),
        port(given, "--name-server-port", 9876),
        port(given, "--broker-port", 10911),
        names(given, "--topics"),
        names(given, "--groups"),
        broker,
        given.containsKey("--while-parent-lives"));
  }

  private static String checked(String name, String value) {
    boolean flag = name.equals("--while-parent-lives");
    boolean known =
        flag
            || List.of("--home", "--name-server-port", "--broker-port", "--topics", "--groups")
                .contains(name);
    if (!known || flag != value.isEmpty()) {
      throw new IllegalArgumentException("What is '" + name + "' with the value '" + value + "'?");
    }
    return name;
  }

  /** Room for the broker's other ports, two below this one and one above. */
  private static int port(Properties given, String name, int preset) {
    String text = given.getProperty(name, String.valueOf(preset));
    if (!text.matches("\\d{4,5}") || Integer.parseInt(text) > 65_000) {
      throw new IllegalArgumentException(name + " is 1000 to 65000, not '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  private static List<String> names(Properties given, String name) {
    List<String> names = new ArrayList<>();
    Arrays.stream(given.getProperty(name, "").split(",", -1))
        .filter(one -> !one.isBlank())
        .forEach(names::add);
    return names;
  }
}
