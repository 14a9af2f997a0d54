package dev.tireless.demo.story.chapter;

import java.util.Arrays;
import java.util.List;

/** How a recharge reaches the account system. */
public enum Scheme {
  /** By HTTP, from the recharge system's own outbox. */
  HTTP("http"),
  /** The source document's scheme 1: the queue notifies. */
  ONE("1"),
  /** Its scheme 2: by transactional message to the queue, from where the notifier program calls. */
  TWO("2");

  private final String option;

  Scheme(String option) {
    this.option = option;
  }

  /**
   * By the value of the command line's option.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Scheme of(String option) {
    return Arrays.stream(values())
        .filter(scheme -> scheme.option.equals(option))
        .findAny()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--scheme must be http, 1 or 2, not '" + option + "'"));
  }

  public boolean hasQueue() {
    return this != HTTP;
  }

  /** What chooses it in a service. */
  public List<String> profile() {
    return this == HTTP ? List.of() : List.of("--spring.profiles.active=scheme" + option);
  }
}
