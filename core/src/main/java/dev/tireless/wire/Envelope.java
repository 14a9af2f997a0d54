package dev.tireless.wire;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What the signed headers of one attempt say.
 *
 * @param id the notification id, a name without a dot, the same on every attempt
 * @param timestamp when this attempt was made; cut to whole seconds, from 1970 to 9999
 * @param topic what kind of result
 * @param subject the business key
 * @param version revision of the subject's result, from 1
 * @param epoch which run of sequence numbers {@code seq} belongs to, from 0
 * @param seq the delivery's place in the receiver's sequence, from 1; 0 when it has none, because a
 *     transactional message carries it past the sequence
 * @param attempt number of this try, from 1
 */
public record Envelope(
    String id,
    Instant timestamp,
    String topic,
    String subject,
    long version,
    long epoch,
    long seq,
    long attempt) {

  static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  /**
   * @throws IllegalArgumentException if a value breaks its rule; the message names it
   */
  public Envelope {
    checkId(id);
    timestamp = timestamp.truncatedTo(ChronoUnit.SECONDS);
    checkRange("timestamp", timestamp.getEpochSecond(), 0, LAST_SECOND);
    Names.check("topic", topic);
    Names.check("subject", subject);
    checkRange("version", version, 1, Long.MAX_VALUE);
    checkRange("epoch", epoch, 0, Long.MAX_VALUE);
    checkRange("seq", seq, 0, Long.MAX_VALUE);
    checkRange("attempt", attempt, 1, Long.MAX_VALUE);
  }

  /**
   * Whether the text can be a notification id. A dot would let a forger move the border between id
   * and timestamp within the signed text.
   */
  static boolean isId(String text) {
    return Names.isName(text) && text.indexOf('.') < 0;
  }

  private static void checkId(String id) {
    Names.check("notification id", id);
    if (id.indexOf('.') >= 0) {
      throw new IllegalArgumentException("A notification id has no dot, but it is '" + id + "'");
    }
  }

  private static void checkRange(String what, long value, long from, long to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          "The %s must be from %s to %s, but it is %s".formatted(what, from, to, value));
    }
  }
}
