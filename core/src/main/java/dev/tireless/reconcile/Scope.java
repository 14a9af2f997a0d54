package dev.tireless.reconcile;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** What a credential allows. */
public enum Scope {
  /** To ask for results by their keys. */
  RESULTS_READ("results:read"),
  /** To read the feed, the watermark and digests. */
  FEED_READ("feed:read"),
  /** To ack by a call. */
  ACK("ack"),
  /** To be told again. */
  REDELIVER("redeliver");

  /** Everything that a receiver may do. */
  public static final Set<Scope> ALL = Set.copyOf(EnumSet.allOf(Scope.class));

  private final String text;

  Scope(String text) {
    this.text = text;
  }

  /**
   * The scope of this text.
   *
   * @throws IllegalArgumentException when there is none; the message lists all
   */
  public static Scope parse(String text) {
    return Arrays.stream(values())
        .filter(scope -> scope.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no scope '%s'. There are %s"
                        .formatted(text, Arrays.toString(values()))));
  }

  @Override
  public String toString() {
    return text;
  }
}
