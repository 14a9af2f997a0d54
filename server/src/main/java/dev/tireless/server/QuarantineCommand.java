package dev.tireless.server;

import dev.tireless.TirelessException;
import dev.tireless.publish.Published;
import dev.tireless.rocketmq.IngestReplay;
import dev.tireless.rocketmq.Quarantine;
import dev.tireless.rocketmq.Quarantine.Content;
import dev.tireless.rocketmq.Quarantine.Quarantined;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;

/** {@code list}, {@code show}, {@code replay} and {@code discard} of what is in quarantine. */
final class QuarantineCommand {

  static final int DONE = 0;
  static final int FAILED = 1;
  static final int MISUSED = 2;

  private static final int PAGE = 100;
  private static final String USAGE =
      """
      quarantine list              what is there, the oldest first
      quarantine show <number>     one message as it came
      quarantine replay <number>   publish it, understood by today's configuration
      quarantine replay all        the same for each; what still cannot be used stays
      quarantine discard <number>  drop it for ever""";

  private final BeanFactory beans;
  private final PrintStream out;
  private final PrintStream err;

  QuarantineCommand(BeanFactory beans, PrintStream out, PrintStream err) {
    this.beans = beans;
    this.out = out;
    this.err = err;
  }

  /** Runs it and gives the exit code; what begins with -- is configuration. */
  int run(String... arguments) {
    List<String> words = Arrays.stream(arguments).filter(a -> !a.startsWith("--")).toList();
    try {
      return run(words);
    } catch (TirelessException | IllegalArgumentException e) {
      err.println(e.getMessage());
      return FAILED;
    } catch (NoSuchBeanDefinitionException e) {
      err.println(
          "No queue is configured. Give the command the server's own configuration, for example"
              + " --spring.config.additional-location=file:my-server.yml");
      return FAILED;
    }
  }

  private int run(List<String> words) {
    if (words.equals(List.of("list"))) {
      return list();
    }
    if (words.equals(List.of("replay", "all"))) {
      return replayAll();
    }
    if (words.size() == 2 && words.get(1).matches("[1-9]\\d{0,17}")) {
      return run(words.get(0), Long.parseLong(words.get(1)));
    }
    return misused();
  }

  private int run(String word, long number) {
    return switch (word) {
      case "show" -> show(number);
      case "replay" -> replay(number);
      case "discard" -> discard(number);
      default -> misused();
    };
  }

  private int misused() {
    err.println(USAGE);
    return MISUSED;
  }

  private int list() {
    long behind = 0;
    List<Quarantined> page = quarantine().list(behind, PAGE);
    out.printf(
        "%-8s %-20s %-13s %-24s %-34s %s%n",
        "Number", "Since (UTC)", "Reason", "Queue topic", "Message", "Detail");
    while (!page.isEmpty()) {
      page.forEach(this::line);
      behind = page.get(page.size() - 1).number();
      page = quarantine().list(behind, PAGE);
    }
    out.println(quarantine().count() + " in quarantine");
    return DONE;
  }

  private void line(Quarantined one) {
    out.printf(
        "%-8d %-20.19s %-13s %-24s %-34s %s%n",
        one.number(),
        one.quarantinedAt(),
        one.reason(),
        one.queueTopic(),
        visible(one.messageId()),
        visible(one.detail()));
  }

  private int show(long number) {
    Optional<Content> found = quarantine().find(number);
    found.ifPresent(this::print);
    return found.isPresent() ? DONE : missing(number);
  }

  private void print(Content one) {
    Quarantined about = one.about();
    out.println(visible(about.toString()));
    out.println("group " + about.group());
    out.println("born at " + about.bornAt() + ", in quarantine since " + about.quarantinedAt());
    one.properties().forEach((name, value) -> out.println(visible(name + ": " + value)));
    out.println();
    out.println(visible(new String(one.body(), StandardCharsets.UTF_8)));
  }

  private int replay(long number) {
    Optional<Published> published = replays().replay(number);
    published.ifPresent(p -> out.println(number + " is published as " + p.id()));
    return published.isPresent() ? DONE : missing(number);
  }

  private int replayAll() {
    long behind = 0;
    int failed = 0;
    List<Quarantined> page = quarantine().list(behind, PAGE);
    while (!page.isEmpty()) {
      for (Quarantined one : page) {
        failed += run("replay", String.valueOf(one.number())) == DONE ? 0 : 1;
      }
      behind = page.get(page.size() - 1).number();
      page = quarantine().list(behind, PAGE);
    }
    return failed == 0 ? DONE : FAILED;
  }

  private int discard(long number) {
    if (!quarantine().discard(number)) {
      return missing(number);
    }
    out.println(number + " is discarded");
    return DONE;
  }

  private int missing(long number) {
    err.println("There is no message " + number + " in quarantine");
    return FAILED;
  }

  /** A foreign hand wrote it: no escape sequence reaches the terminal. */
  private static String visible(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
  }

  private Quarantine quarantine() {
    return beans.getBean(Quarantine.class);
  }

  private IngestReplay replays() {
    return beans.getBean(IngestReplay.class);
  }
}
