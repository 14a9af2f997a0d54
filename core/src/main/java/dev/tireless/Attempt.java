package dev.tireless;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a delivery's history: a try of ours, or an ack that came by another way.
 *
 * @param number 1, 2, 3 … over the whole life of the delivery, replays included; an ack by pull or
 *     by hand takes a number of its own
 * @param source {@link AckSource#PUSH} for a try of ours
 * @param reason null when the source is not a try of ours
 * @param outcome {@code ACKED}, {@code SENT}, {@code FAILED}, {@code REFUSED}, {@code GONE}, {@code
 *     LOST} when the node died or froze and nobody knows, or {@code REOPENED} when it was acked and
 *     the receiver wished to be told again; acks and outcomes with lower numbers do not end that
 * @param status of the answer, 0 when there was none
 * @param error what went wrong, empty when nothing did
 * @param excerpt beginning of the answer, at most 1 KiB
 * @param node which engine made it
 */
public record Attempt(
    long number,
    AckSource source,
    @Nullable AttemptReason reason,
    Instant startedAt,
    Duration duration,
    String outcome,
    int status,
    String error,
    String excerpt,
    String node) {

  /** Outcome of an attempt that nobody knows the end of. */
  public static final String LOST = "LOST";

  /** No try: the receiver had acked it, and wished to be told again. */
  public static final String REOPENED = "REOPENED";
}
