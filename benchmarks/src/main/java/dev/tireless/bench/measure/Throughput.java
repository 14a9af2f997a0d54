package dev.tireless.bench.measure;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a window measured.
 *
 * @param acked distinct notifications
 * @param engineMicros CPU per notification in the contestant's process; the others alike
 * @param threadMicros of that, the threads by name; the rest is the JVM's own
 */
public record Throughput(
    long acked,
    double seconds,
    double perSecond,
    double engineMicros,
    double receiverMicros,
    double databaseMicros,
    double brokerMicros,
    Map<String, Double> threadMicros) {

  private static final double WORTH_A_LINE = 0.05;

  public Throughput {
    threadMicros = Map.copyOf(threadMicros);
  }

  /** The threads that matter, the dearest first. */
  public List<Map.Entry<String, Double>> dearestThreads() {
    return threadMicros.entrySet().stream()
        .filter(thread -> thread.getValue() > WORTH_A_LINE)
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .toList();
  }

  /** Compilers, garbage collector, and threads that ended meanwhile. */
  public double jvmMicros() {
    return Math.max(
        0, engineMicros - threadMicros.values().stream().mapToDouble(Double::doubleValue).sum());
  }
}
