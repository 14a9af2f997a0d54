package dev.tireless.receive;

import java.time.Instant;

/**
 * A delivery that the receiver could not or would not apply, as it stands now.
 *
 * @param epoch which run of sequence numbers {@code seq} belongs to
 * @param seq its place in our sequence
 * @param outcome {@link InboxOutcome#FAILED} or {@link InboxOutcome#REFUSED}
 * @param reason what was thrown, at most 512 characters
 * @param seenAt when it last came, in microseconds
 */
public record FailedNotification(
    String notifier,
    long epoch,
    long seq,
    String id,
    String topic,
    String subject,
    long version,
    InboxOutcome outcome,
    String reason,
    Instant seenAt) {}
