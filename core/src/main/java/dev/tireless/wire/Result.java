package dev.tireless.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest result of a subject that was delivered to the receiver, and where its delivery stands.
 *
 * @param notification what it says, and its place in the receiver's sequence
 * @param state {@code PENDING}, {@code ACKED}, {@code EXHAUSTED}, {@code REFUSED} or {@code
 *     CANCELLED}
 * @param attempts how often the receiver was told so far
 * @param nextAttemptAt when it is told again; null unless pending
 */
public record Result(
    FeedItem notification, String state, long attempts, @Nullable Instant nextAttemptAt) {}
