package dev.tireless.bench.measure;

/**
 * Counts at one moment; two of them give a rate.
 *
 * @param nanos of {@link System#nanoTime()}
 * @param acked distinct notifications that the receiver has acked
 * @param engineMicros CPU of the contestant's process, load included
 * @param receiverMicros CPU of the receiver's process
 * @param databaseMicros CPU of all processes of the database server, 0 if it has none of its own
 */
public record Snapshot(
    long nanos, long acked, long engineMicros, long receiverMicros, long databaseMicros) {

  /** What happened from the earlier snapshot to this one. */
  public Throughput since(Snapshot earlier) {
    long acks = acked - earlier.acked;
    double each = Math.max(1, acks);
    double seconds = (nanos - earlier.nanos) / 1e9;
    return new Throughput(
        acks,
        seconds,
        acks / seconds,
        (engineMicros - earlier.engineMicros) / each,
        (receiverMicros - earlier.receiverMicros) / each,
        (databaseMicros - earlier.databaseMicros) / each);
  }
}
