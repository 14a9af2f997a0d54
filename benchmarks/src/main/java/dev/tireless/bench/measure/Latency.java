package dev.tireless.bench.measure;

import org.HdrHistogram.AbstractHistogram;

/** What a histogram of microseconds says. Zeros when nothing was recorded. */
public record Latency(long count, long p50Micros, long p99Micros, long maxMicros) {

  public static final Latency NONE = new Latency(0, 0, 0, 0);

  public static Latency of(AbstractHistogram micros) {
    return micros.getTotalCount() == 0
        ? NONE
        : new Latency(
            micros.getTotalCount(),
            micros.getValueAtPercentile(50),
            micros.getValueAtPercentile(99),
            micros.getMaxValue());
  }

  public double p50Millis() {
    return p50Micros / 1000.0;
  }

  public double p99Millis() {
    return p99Micros / 1000.0;
  }
}
