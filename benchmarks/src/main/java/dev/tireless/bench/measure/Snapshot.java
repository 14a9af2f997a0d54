package dev.tireless.bench.measure;

import java.util.Map;
import java.util.TreeMap;

/**
 * Counts at one moment; two of them give a rate.
 *
 * @param nanos of {@link System#nanoTime()}
 * @param acked distinct notifications that the receiver has acked
 * @param engineMicros CPU of the contestant's process, load included
 * @param receiverMicros CPU of the receiver's process
 * @param databaseMicros CPU of all processes of the database server, 0 if it has none of its own
 * @param brokerMicros CPU of RocketMQ's process, 0 if there is none
 * @param threadMicros CPU of the threads in the contestant's process, by name
 */
public record Snapshot(
    long nanos,
    long acked,
    long engineMicros,
    long receiverMicros,
    long databaseMicros,
    long brokerMicros,
    Map<String, Long> threadMicros) {

  public Snapshot {
    threadMicros = Map.copyOf(threadMicros);
  }

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
        (databaseMicros - earlier.databaseMicros) / each,
        (brokerMicros - earlier.brokerMicros) / each,
        threads(earlier, each));
  }

  private Map<String, Double> threads(Snapshot earlier, double each) {
    Map<String, Double> threads = new TreeMap<>();
    threadMicros.forEach(
        (name, micros) ->
            threads.put(name, (micros - earlier.threadMicros.getOrDefault(name, 0L)) / each));
    return threads;
  }
}
