package dev.tireless.bench.measure;

import java.time.Instant;

/** Points in time as microseconds since 1970, which fit into a body and into a histogram. */
public final class Micros {

  private Micros() {}

  public static long of(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
  }
}
