package dev.tireless.http;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The publisher's trace (W3C Trace Context), in which every attempt is a span of its own.
 *
 * @param traceId 32 hex digits
 * @param flags sampled and random, the two that are defined
 */
record TraceParent(String traceId, byte flags) {

  private static final Pattern FORMAT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})");
  // A version that we do not know may have more behind a dash.
  private static final Pattern NEWER = Pattern.compile("(?!00)(?<known>.{55})-.*");
  private static final int KNOWN_FLAGS = 0b11;

  /** Empty when the publisher has no trace, or says it in a way that is not to be trusted. */
  static Optional<TraceParent> parse(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    Matcher newer = NEWER.matcher(text);
    Matcher known = FORMAT.matcher(newer.matches() ? newer.group("known") : text);
    return known.matches()
        ? Optional.of(new TraceParent(known.group(1), flags(known.group(2))))
        : Optional.empty();
  }

  /** The header's value for a new span. */
  String newSpan(RandomGenerator random) {
    HexFormat hex = HexFormat.of();
    return "00-" + traceId + "-" + hex.toHexDigits(spanId(random)) + "-" + hex.toHexDigits(flags);
  }

  private static byte flags(String hex) {
    return (byte) (HexFormat.fromHexDigits(hex) & KNOWN_FLAGS);
  }

  // Zero is no span. A generator is not always safe for use by several threads.
  private static long spanId(RandomGenerator random) {
    synchronized (random) {
      long id = random.nextLong();
      return id == 0 ? 1 : id;
    }
  }
}
