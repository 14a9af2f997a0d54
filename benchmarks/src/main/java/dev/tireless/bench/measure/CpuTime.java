package dev.tireless.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * CPU time of processes, user and system, from the operating system's accounting: {@code
 * /proc/<pid>/stat} in steps of 10 ms (proc(5): utime, stime, cutime, cstime), elsewhere {@link
 * ProcessHandle}.
 */
public final class CpuTime {

  private static final Path PROC = Path.of("/proc");

  /** Linux counts in hundredths of a second towards its users, whatever the kernel's own tick. */
  private static final long MICROS_PER_TICK = 10_000;

  private static final int FIRST_FIELD_BEHIND_NAME = 3;
  private static final int UTIME = 14;
  private static final int CSTIME = 17;

  private CpuTime() {}

  /** Microseconds that the process has used, without its children. */
  public static long micros(long pid) {
    Path stat = PROC.resolve(Long.toString(pid)).resolve("stat");
    return Files.exists(stat) ? fromStat(stat, UTIME + 1) : fromHandle(pid);
  }

  /**
   * Microseconds that a server has used with all its processes: those that live, and what the ended
   * ones left to their parents.
   */
  public static long microsOfTree(long root) {
    return ProcessHandle.of(root).stream()
        .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
        .mapToLong(handle -> withEndedChildren(handle.pid()))
        .sum();
  }

  private static long withEndedChildren(long pid) {
    Path stat = PROC.resolve(Long.toString(pid)).resolve("stat");
    return Files.exists(stat) ? fromStat(stat, CSTIME) : fromHandle(pid);
  }

  private static long fromStat(Path stat, int lastField) {
    try {
      return MICROS_PER_TICK
          * ticks(Files.readString(stat, StandardCharsets.ISO_8859_1), lastField);
    } catch (IOException ended) {
      return 0; // between the look and the read; its parent has its time now
    }
  }

  /** The name, field 2, is in parentheses and may hold anything. */
  static long ticks(String stat, int lastField) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int field = UTIME; field <= lastField; field++) {
      ticks += Long.parseLong(fields[field - FIRST_FIELD_BEHIND_NAME].strip());
    }
    return ticks;
  }

  private static long fromHandle(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().totalCpuDuration())
        .map(Duration::toNanos)
        .map(nanos -> nanos / 1000)
        .orElse(0L);
  }
}
