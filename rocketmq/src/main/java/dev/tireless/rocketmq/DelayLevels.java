package dev.tireless.rocketmq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The waiting times that a broker knows, its {@code messageDelayLevel}: a message can be delivered
 * again after one of them and after no other time. It is one list for the whole broker, fixed at
 * its start, and the broker does not tell it to its clients. Immutable.
 *
 * @param delays level 1 first, ascending
 */
public record DelayLevels(List<Duration> delays) {

  /** The list of a broker that was told none. */
  public static final DelayLevels DEFAULT =
      parse("1s 5s 10s 30s 1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 20m 30m 1h 2h");

  public DelayLevels {
    delays = List.copyOf(delays);
    if (delays.isEmpty()) {
      throw new IllegalArgumentException("There is no delay level");
    }
    for (int i = 0; i < delays.size(); i++) {
      Duration before = i == 0 ? Duration.ZERO : delays.get(i - 1);
      if (delays.get(i).compareTo(before) <= 0) {
        throw new IllegalArgumentException("Delay levels must ascend, but they are " + delays);
      }
    }
  }

  /**
   * Reads the broker's form, like {@code 1s 5s 1m 2h}.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static DelayLevels parse(String text) {
    List<Duration> delays = new ArrayList<>();
    for (String one : text.strip().split("\\s+", -1)) {
      delays.add(duration(one));
    }
    return new DelayLevels(delays);
  }

  /** The first level that is no shorter than the gap; the longest when there is none. */
  public int levelFor(Duration gap) {
    int level = 1;
    while (level < delays.size() && delays.get(level - 1).compareTo(gap) < 0) {
      level++;
    }
    return level;
  }

  /** How long a message of that level waits. */
  public Duration delay(int level) {
    return delays.get(level - 1);
  }

  private static Duration duration(String text) {
    if (!text.matches("[1-9]\\d{0,8}[smhd]")) {
      throw new IllegalArgumentException(
          "A delay level is a number and s, m, h or d, but it is '" + text + "'");
    }
    long number = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 's' -> Duration.ofSeconds(number);
      case 'm' -> Duration.ofMinutes(number);
      case 'h' -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
