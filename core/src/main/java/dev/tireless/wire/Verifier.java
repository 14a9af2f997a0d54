package dev.tireless.wire;

import dev.tireless.wire.Verification.Reason;
import dev.tireless.wire.Verification.Rejected;
import dev.tireless.wire.Verification.Verified;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides on the receiver's side whether a request is genuine: sent by somebody who has one of our
 * secrets, not changed on the way, and fresh. Works with any framework; it needs headers by name
 * and the exact bytes of the body.
 *
 * <p>Signatures are compared in constant time. A hostile request costs two HMACs per secret and one
 * hash of the body at most; limit the size of the body before. Immutable and safe for use by
 * several threads.
 */
public final class Verifier {

  /** How far the timestamp of an attempt may be from our clock, either way: 300 s. */
  public static final Duration DEFAULT_TOLERANCE = Duration.ofMinutes(5);

  private final List<Secret> secrets;
  private final Clock clock;
  private final Duration tolerance;

  /** A verifier with the {@linkplain #DEFAULT_TOLERANCE default tolerance}. */
  public Verifier(List<Secret> secrets, Clock clock) {
    this(secrets, clock, DEFAULT_TOLERANCE);
  }

  /**
   * @param secrets every key the notifier may sign with; during a rotation the old and the new one
   * @param tolerance how far the timestamp may be from the clock; generous where a queue may hold
   *     the message back
   * @throws IllegalArgumentException if there is no secret, or the tolerance is negative
   */
  public Verifier(List<Secret> secrets, Clock clock, Duration tolerance) {
    this.secrets = List.copyOf(secrets);
    this.clock = clock;
    this.tolerance = tolerance;
    if (this.secrets.isEmpty()) {
      throw new IllegalArgumentException("Verifying needs at least one secret");
    }
    if (tolerance.isNegative()) {
      throw new IllegalArgumentException("The tolerance is negative: " + tolerance);
    }
  }

  /**
   * Checks a request of a Tireless notifier: all headers, the timestamp, both signatures.
   *
   * @param headers gives the value of a header by its lower-case name, null if there is none; the
   *     lookup must not care about case
   * @param body the exact bytes that were received
   */
  public Verification verify(Function<String, @Nullable String> headers, byte[] body) {
    HeaderReader reader = new HeaderReader(headers);
    Envelope envelope = reader.envelope();
    String contentType = reader.contentType();
    SignatureHeader webhook = reader.signature(WireHeaders.WEBHOOK_SIGNATURE);
    SignatureHeader tireless = reader.signature(WireHeaders.TIRELESS_SIGNATURE);
    return reader
        .fault()
        .or(() -> checkAge(envelope.timestamp()))
        .or(
            () ->
                webhook.check(
                    SignedText.webhook(envelope.id(), envelope.timestamp(), body), secrets))
        .or(() -> tireless.check(SignedText.tireless(envelope, body), secrets))
        .<Verification>map(rejected -> rejected)
        .orElseGet(() -> new Verified(envelope, contentType, body));
  }

  /**
   * Checks a request of any sender that follows Standard Webhooks, which has no headers of ours.
   *
   * @param headers as for {@link #verify}
   * @param body the exact bytes that were received
   * @return why it must not be believed; empty if it is genuine
   */
  public Optional<Rejected> webhookFault(Function<String, @Nullable String> headers, byte[] body) {
    HeaderReader reader = new HeaderReader(headers);
    String id = reader.foreignId();
    Instant timestamp = reader.timestamp();
    SignatureHeader signature = reader.signature(WireHeaders.WEBHOOK_SIGNATURE);
    return reader
        .fault()
        .or(() -> checkAge(timestamp))
        .or(() -> signature.check(SignedText.webhook(id, timestamp, body), secrets));
  }

  private Optional<Rejected> checkAge(Instant timestamp) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Duration distance = Duration.between(timestamp, now);
    return distance.abs().compareTo(tolerance) <= 0
        ? Optional.empty()
        : Optional.of(
            new Rejected(
                Reason.TIMESTAMP_OUT_OF_RANGE,
                "%s is %s s behind our clock, and at most %s s either way are accepted"
                    .formatted(
                        WireHeaders.WEBHOOK_TIMESTAMP,
                        distance.toSeconds(),
                        tolerance.toSeconds())));
  }
}
