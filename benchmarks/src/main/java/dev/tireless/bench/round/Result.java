package dev.tireless.bench.round;

import dev.tireless.bench.measure.Latency;
import dev.tireless.bench.measure.Throughput;

/**
 * What came of a round.
 *
 * @param atFullLoad the counted window
 * @param durableAtFullLoad until durable, from when a thread was free: a closed loop
 * @param durable until durable, by the timetable
 * @param acked until the receiver acked, by the timetable
 * @param published messages that became durable in the whole round
 * @param lost of those, how many never reached the receiver
 * @param duplicates acked more than once
 * @param failed messages that could not be published
 * @param refused requests to a receiver that was down
 */
public record Result(
    Entrant entrant,
    Throughput atFullLoad,
    Latency durableAtFullLoad,
    Latency durable,
    Latency acked,
    long published,
    long lost,
    long duplicates,
    long failed,
    long refused) {}
