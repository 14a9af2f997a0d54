package dev.tireless.schedule;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text form of a schedule: gaps separated by spaces, a slash, the window. */
final class ScheduleText {

  // Nine digits of days still fit into a Duration.
  private static final Pattern DURATION =
      Pattern.compile(
          "(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

  private ScheduleText() {}

  static RetrySchedule parse(String text) {
    int slash = text.indexOf('/');
    List<Duration> gaps =
        Arrays.stream(text.substring(0, slash).strip().split("\\s+"))
            .map(ScheduleText::duration)
            .toList();
    return new RetrySchedule(gaps, duration(text.substring(slash + 1).strip()));
  }

  static String format(List<Duration> gaps, Duration window) {
    return gaps.stream().map(ScheduleText::format).collect(Collectors.joining(" "))
        + "/"
        + format(window);
  }

  private static Duration duration(String text) {
    Matcher parts = DURATION.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no duration: write it like 90s, 5m, 24h30m or 500ms".formatted(text));
    }
    return Duration.ofDays(number(parts, 1))
        .plusHours(number(parts, 2))
        .plusMinutes(number(parts, 3))
        .plusSeconds(number(parts, 4))
        .plusMillis(number(parts, 5));
  }

  private static long number(Matcher parts, int group) {
    String digits = parts.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static String format(Duration duration) {
    return part(duration.toHours(), "h")
        + part(duration.toMinutesPart(), "m")
        + part(duration.toSecondsPart(), "s")
        + part(duration.toMillisPart(), "ms");
  }

  private static String part(long amount, String unit) {
    return amount == 0 ? "" : amount + unit;
  }
}
