package dev.tireless.bench.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.TreeMap;

/**
 * CPU time of this JVM's threads in microseconds, by their names without a trailing number, so that
 * a pool counts as one, and without the address that RocketMQ's client puts in. What the JVM's own
 * threads use (compilers, garbage collector) is not here.
 */
public final class ThreadTimes {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private ThreadTimes() {}

  public static Map<String, Long> micros() {
    Map<String, Long> micros = new TreeMap<>();
    for (ThreadInfo thread : THREADS.dumpAllThreads(false, false, 0)) {
      long nanos = THREADS.getThreadCpuTime(thread.getThreadId());
      if (nanos > 0) {
        micros.merge(group(thread.getThreadName()), nanos / 1000, Long::sum);
      }
    }
    return micros;
  }

  static String group(String name) {
    return name.replaceFirst("^Client_[^_]*_", "Client_").replaceFirst("[-#:_ ]*\\d*$", "");
  }
}
