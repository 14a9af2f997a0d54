package dev.tireless.bench.report;

import java.lang.management.ManagementFactory;

/**
 * Where a run was made.
 *
 * @param loadAverage how many processes wanted a CPU in the minute before the run; negative where
 *     the system does not say
 */
public record Machine(String os, int processors, String java, double loadAverage) {

  private static final double BUSY_SHARE = 0.25;

  public static Machine current() {
    return new Machine(
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.vendor") + " " + System.getProperty("java.version"),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  String description() {
    return "%s, %d CPUs, %s".formatted(os, processors, java);
  }

  /** Whether others had so much of the CPUs before the run that its rates say little. */
  public boolean isBusy() {
    return loadAverage > BUSY_SHARE * processors;
  }
}
