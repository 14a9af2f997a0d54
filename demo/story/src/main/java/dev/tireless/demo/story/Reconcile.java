package dev.tireless.demo.story;

import dev.tireless.demo.story.client.AccountClient;
import dev.tireless.demo.story.client.Answer;
import dev.tireless.demo.story.client.Http;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
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
  private static final String USAGE =
      "./tireless reconcile <date> [--account-port=8096], a date like 2026-11-23";
  private static final String LINE = "%-22s %10s  %-45s %10s  %-45s %s%n";

  private final PrintStream out;
  private final PrintStream err;

  Reconcile(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Ends with exit code 0 if both sides are equal, 1 if not, 2 if they cannot be compared. */
  public static void main(String[] arguments) {
    System.exit(new Reconcile(System.out, System.err).run(arguments));
  }

  // Whatever goes wrong, exit code 1 must not say that the sides differ.
  int run(String... arguments) {
    List<String> words = Arrays.stream(arguments).filter(a -> !a.startsWith(PORT)).toList();
    if (words.size() != 1 || !isDate(words.get(0))) {
      err.println(USAGE);
      return CANNOT_BE_COMPARED;
    }
    try {
      return print(new AccountClient(new Http(port(arguments))).sides(words.get(0)));
    } catch (UncheckedIOException e) {
      err.println(e.getMessage() + "; is the demo running?");
    } catch (RuntimeException e) {
      err.println(e.getMessage());
    }
    return CANNOT_BE_COMPARED;
  }

  private static boolean isDate(String word) {
    try {
      LocalDate.parse(word);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static int port(String... arguments) {
    return Arrays.stream(arguments)
        .filter(argument -> argument.startsWith(PORT))
        .map(argument -> Integer.parseInt(argument.substring(PORT.length())))
        .findFirst()
        .orElse(ACCOUNT_PORT);
  }

  private int print(Answer answer) {
    if (!answer.isSuccess()) {
      err.println(answer.problem() + " " + answer.member("detail"));
      return CANNOT_BE_COMPARED;
    }
    JsonNode sides = JsonMapper.builder().build().readTree(answer.body());
    out.printf(LINE, "Hour (UTC)", "notifier", "its digest", "account", "its digest", "");
    sides.path("hours").forEach(this::printHour);
    boolean equal = sides.path("equal").asBoolean();
    out.println(equal ? "Both sides are equal" : "Both sides differ");
    printFailed(sides.path("failed").asInt());
    return equal ? EQUAL : DIFFERENT;
  }

  /** What failed or was refused is held like everything else that came, and is no difference. */
  private void printFailed(int failed) {
    if (failed > 0) {
      out.printf(
          "%d came, on whatever day, and are not applied: they failed or were refused%n", failed);
    }
  }

  private void printHour(JsonNode hour) {
    out.printf(
        LINE,
        hour.path("from").asString(),
        hour.at("/notifier/count").asString(),
        hour.at("/notifier/sum").asString(),
        hour.at("/receiver/count").asString(),
        hour.at("/receiver/sum").asString(),
        hour.path("equal").asBoolean() ? "equal" : "DIFFERENT");
    hour.path("differing").forEach(one -> out.println("    differs: " + one.asString()));
  }
}
