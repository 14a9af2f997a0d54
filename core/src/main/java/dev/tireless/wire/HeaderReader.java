package dev.tireless.wire;

import dev.tireless.wire.Verification.Reason;
import dev.tireless.wire.Verification.Rejected;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of one request. The first fault is kept, and a faulty header reads as a valid
 * stand-in, so that everything can be read before {@link #fault()} is asked once.
 *
 * <p>Numbers are accepted only in the form in which they were signed: digits without a leading
 * zero.
 */
final class HeaderReader {

  private static final int MAX_SIGNATURE_LENGTH = 4096;
  private static final int MAX_TEXT_LENGTH = 255;
  private static final String STAND_IN = "-";

  private final Function<String, @Nullable String> headers;
  private @Nullable Rejected fault;

  HeaderReader(Function<String, @Nullable String> headers) {
    this.headers = headers;
  }

  Optional<Rejected> fault() {
    return Optional.ofNullable(fault);
  }

  Envelope envelope() {
    return new Envelope(
        text(WireHeaders.WEBHOOK_ID, Envelope::isId, "a name without a dot"),
        timestamp(),
        text(WireHeaders.TOPIC, Names::isName, "a name"),
        text(WireHeaders.SUBJECT, Names::isName, "a name"),
        number(WireHeaders.VERSION, 1, Long.MAX_VALUE),
        number(WireHeaders.EPOCH, 0, Long.MAX_VALUE),
        number(WireHeaders.SEQ, 0, Long.MAX_VALUE),
        number(WireHeaders.ATTEMPT, 1, Long.MAX_VALUE));
  }

  /** The id of any sender of Standard Webhooks, which forbids the dot too. */
  String foreignId() {
    return text(
        WireHeaders.WEBHOOK_ID,
        value -> isShortAscii(value) && value.indexOf('.') < 0,
        "1 to 255 ASCII characters without a dot");
  }

  Instant timestamp() {
    return Instant.ofEpochSecond(number(WireHeaders.WEBHOOK_TIMESTAMP, 0, Envelope.LAST_SECOND));
  }

  SignatureHeader signature(String name) {
    Predicate<String> shortEnough = value -> value.length() <= MAX_SIGNATURE_LENGTH;
    return new SignatureHeader(
        name, text(name, shortEnough, "at most " + MAX_SIGNATURE_LENGTH + " characters long"));
  }

  String contentType() {
    return headers.apply(WireHeaders.CONTENT_TYPE) == null
        ? "application/octet-stream" // RFC 9110, section 8.3
        : text(WireHeaders.CONTENT_TYPE, HeaderReader::isShortAscii, "1 to 255 ASCII characters");
  }

  private long number(String name, long from, long to) {
    Predicate<String> inRange = value -> isCanonical(value) && inRange(value, from, to);
    String value = text(name, inRange, "a whole number from " + from + " to " + to);
    return value.equals(STAND_IN) ? from : Long.parseLong(value);
  }

  private String text(String name, Predicate<String> rule, String ruleInWords) {
    String value = headers.apply(name);
    if (value == null) {
      return reject(Reason.MISSING_HEADER, name + " is missing");
    }
    return rule.test(value)
        ? value
        : reject(Reason.MALFORMED_HEADER, name + " must be " + ruleInWords);
  }

  private String reject(Reason reason, String detail) {
    if (fault == null) {
      fault = new Rejected(reason, detail);
    }
    return STAND_IN;
  }

  private static boolean isShortAscii(String value) {
    return value.length() <= MAX_TEXT_LENGTH
        && !value.isBlank()
        && value.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  private static boolean isCanonical(String value) {
    return !value.isEmpty()
        && value.length() <= 19
        && value.chars().allMatch(c -> c >= '0' && c <= '9')
        && (value.length() == 1 || value.charAt(0) != '0');
  }

  // Up to 19 digits, of which an unsigned long holds every one.
  private static boolean inRange(String digits, long from, long to) {
    long value = Long.parseUnsignedLong(digits);
    return value >= from && value <= to;
  }
}
