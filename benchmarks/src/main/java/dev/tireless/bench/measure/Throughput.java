package dev.tireless.bench.measure;

/**
 * What a window measured.
 *
 * @param acked distinct notifications
 * @param engineMicros CPU per notification in the contestant's process; the others alike
 */
public record Throughput(
    long acked,
    double seconds,
    double perSecond,
    double engineMicros,
    double receiverMicros,
    double databaseMicros) {

  public static final Throughput NONE = new Throughput(0, 0, 0, 0, 0, 0);

  public double allMicros() {
    return engineMicros + receiverMicros + databaseMicros;
  }
}
