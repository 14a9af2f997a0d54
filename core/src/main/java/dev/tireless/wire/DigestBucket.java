package dev.tireless.wire;

import java.time.Instant;

/**
 * The digest of all numbers that a receiver was given in a day or an hour that is over.
 *
 * @param from its beginning, UTC; it ends where the next one begins
 */
public record DigestBucket(Instant from, Digest digest) {}
