package dev.tireless.demo.story;

import dev.tireless.demo.story.client.AccountClient;
import dev.tireless.demo.story.client.Answer;
import dev.tireless.demo.story.client.Http;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code ./tireless reconcile <date>}: what the notifier has of a day and what the account system
 * has of it, beside each other, and the difference. Asks the account system of a running demo.
 */
public final class Reconcile {

  private static final int EQUAL = 0;
  private static final int DIFFERENT = 1;
  private static final int CANNOT_BE_COMPARED = 2;
  private static final int ACCOUNT_PORT = 8096;
  private static final String PORT = "--account-port=";
  private static final String LINE = "%-22s %10s  %-45s %10s  %-45s %s%n";

  private Reconcile() {}

  /** Ends with exit code 0 if both sides are equal, 1 if not, 2 if they cannot be compared. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String... arguments) {
    List<String> words = Arrays.stream(arguments).filter(a -> !a.startsWith(PORT)).toList();
    if (words.size() != 1) {
      System.err.println(
          "./tireless reconcile <date> [--account-port=8096], a date like 2026-11-23");
      return CANNOT_BE_COMPARED;
    }
    try {
      return print(new AccountClient(new Http(port(arguments))).sides(words.get(0)));
    } catch (UncheckedIOException | NumberFormatException e) {
      System.err.println(e.getMessage() + "; is the demo running?");
      return CANNOT_BE_COMPARED;
    }
  }

  private static int port(String... arguments) {
    return Arrays.stream(arguments)
        .filter(argument -> argument.startsWith(PORT))
        .map(argument -> Integer.parseInt(argument.substring(PORT.length())))
        .findFirst()
        .orElse(ACCOUNT_PORT);
  }

  private static int print(Answer answer) {
    if (!answer.isSuccess()) {
      System.err.println(answer.problem() + " " + answer.member("detail"));
      return CANNOT_BE_COMPARED;
    }
    JsonNode sides = JsonMapper.builder().build().readTree(answer.body());
    System.out.printf(LINE, "Hour (UTC)", "notifier", "its digest", "account", "its digest", "");
    sides.path("hours").forEach(Reconcile::printHour);
    boolean equal = sides.path("equal").asBoolean();
    System.out.println(equal ? "Both sides are equal" : "Both sides differ");
    return equal ? EQUAL : DIFFERENT;
  }

  private static void printHour(JsonNode hour) {
    System.out.printf(
        LINE,
        hour.path("from").asString(),
        hour.at("/notifier/count").asString(),
        hour.at("/notifier/sum").asString(),
        hour.at("/receiver/count").asString(),
        hour.at("/receiver/sum").asString(),
        hour.path("equal").asBoolean() ? "equal" : "DIFFERENT");
    hour.path("differing").forEach(one -> System.out.println("    differs: " + one.asString()));
  }
}
