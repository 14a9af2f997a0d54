package dev.tireless.testdatabases;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One process, told by its start time from a later one with the same number. Its text form is a
 * legal file name.
 */
record ProcessId(long pid, Instant started) {
  /** Start times are counted from the kernel's boot time, which may move by a second. */
  private static final Duration TOLERANCE = Duration.ofSeconds(3);

  static ProcessId of(ProcessHandle process) {
    return new ProcessId(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
  }

  static ProcessId parse(String text) {
    String[] parts = text.split("-", 2);
    return new ProcessId(Long.parseLong(parts[0]), Instant.ofEpochMilli(Long.parseLong(parts[1])));
  }

  /** Whether it runs; one that has ended and waits for its parent to notice does not. */
  boolean isAlive() {
    return handle().isPresent();
  }

  /** The process while it runs. */
  Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid)
        .filter(process -> process.info().command().isPresent())
        .filter(process -> isSame(of(process)));
  }

  private boolean isSame(ProcessId other) {
    return Duration.between(started, other.started).abs().compareTo(TOLERANCE) < 0;
  }

  @Override
  public String toString() {
    return pid + "-" + started.toEpochMilli();
  }
}
