package dev.tireless.bench.round;

import dev.tireless.bench.measure.Latency;
import dev.tireless.bench.measure.Throughput;

/**
 * What came of a round.
 *
 * @param atFullLoad the counted window
 * @param sentPerSecond messages that became durable in it
 * @param durableAtFullLoad until durable, from when a thread was free: a closed loop
 * @param durable until durable, by the timetable
 * @param acked until the receiver acked, by the timetable
 * @param published messages that became durable in the whole round
 * @param lost of those, how many never reached the receiver
 * @param duplicates acked more than once
 * @param failed messages that could not be published
 * @param refused requests to a receiver that was down
 * @param unfinished what the contestant itself still had to do a while after the last ack
 */
public record Result(
    Entrant entrant,
    Throughput atFullLoad,
    double sentPerSecond,
    Latency durableAtFullLoad,
    Latency durable,
    Latency acked,
    long published,
    long lost,
    long duplicates,
    long failed,
    long refused,
    long unfinished) {

  /** Whether everything that was published was also acked, and recorded as such. */
  public boolean isComplete() {
    return lost <= 0 && failed == 0 && unfinished == 0;
  }
}
