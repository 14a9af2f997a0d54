package dev.tireless.http;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After} (RFC 9110, sections 10.2.3 and 5.6.7). */
final class RetryAfter {

  static final Duration MAX = Duration.ofHours(1);

  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH);
  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH);

  private RetryAfter() {}

  /** How long to stay away: from zero to one hour; null if the header is absent or garbage. */
  static @Nullable Duration parse(@Nullable String value, Instant now) {
    if (value == null) {
      return null;
    }
    String text = value.strip();
    return text.matches("[0-9]+")
        ? seconds(text)
        : date(text, now).map(date -> clamp(Duration.between(now, date))).orElse(null);
  }

  private static Duration seconds(String digits) {
    boolean huge = digits.length() > 9;
    return huge ? MAX : clamp(Duration.ofSeconds(Long.parseLong(digits)));
  }

  private static Duration clamp(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(MAX) > 0 ? MAX : wait;
  }

  private static Optional<Instant> date(String text, Instant now) {
    return Stream.<Supplier<DateTimeFormatter>>of(
            () -> IMF_FIXDATE, () -> rfc850(now), () -> ASCTIME)
        .map(Supplier::get)
        .flatMap(format -> read(text, format).stream())
        .findFirst();
  }

  private static Optional<Instant> read(String text, DateTimeFormatter format) {
    try {
      return Optional.of(LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException other) {
      return Optional.empty();
    }
  }

  // Two digits of a year: never more than 50 years ahead.
  private static DateTimeFormatter rfc850(Instant now) {
    int oldest = now.atOffset(ZoneOffset.UTC).getYear() - 49;
    return new DateTimeFormatterBuilder()
        .appendPattern("EEEE, dd-MMM-")
        .appendValueReduced(ChronoField.YEAR, 2, 2, oldest)
        .appendPattern(" HH:mm:ss 'GMT'")
        .toFormatter(Locale.ENGLISH);
  }
}
