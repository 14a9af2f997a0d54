package dev.tireless.bench.receiver;

import dev.tireless.bench.measure.Latency;

/**
 * What the receiver says about itself.
 *
 * @param pid of its process
 * @param acked distinct notifications that it has acked
 * @param duplicates acked again
 * @param refused requests answered 503 because their path was down
 * @param stepsBack first acks whose sequence number was below one acked before on the same path
 * @param longestStepBack by how many numbers at most
 * @param firstAckMicros when the first notification was acked since the last forgetting
 * @param lastAckMicros when the last new one was
 * @param untilAcked from when a message was due until it was acked, since the last forgetting
 */
public record Facts(
    long pid,
    long acked,
    long duplicates,
    long refused,
    long stepsBack,
    long longestStepBack,
    long firstAckMicros,
    long lastAckMicros,
    Latency untilAcked) {}
