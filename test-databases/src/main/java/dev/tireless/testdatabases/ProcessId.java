package dev.tireless.testdatabases;

import java.time.Duration;
import java.time.Instant;

/**
 * One process, told by its start time from a later one with the same number. Its text form can be a
 * file name.
 */
record ProcessId(long pid, Instant started) {
  /** The kernel's boot time, from which start times are counted, may move by a second. */
  private static final Duration TOLERANCE = Duration.ofSeconds(3);

  static ProcessId of(ProcessHandle process) {
    return new ProcessId(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
  }

  static ProcessId parse(String text) {
    int dash = text.indexOf('-');
    return new ProcessId(
        Long.parseLong(text.substring(0, dash)),
        Instant.ofEpochMilli(Long.parseLong(text.substring(dash + 1))));
  }

  /** Whether it runs; one that has ended and was not yet reaped by its parent does not. */
  boolean isAlive() {
    return ProcessHandle.of(pid)
        .filter(process -> process.info().command().isPresent())
        .map(ProcessId::of)
        .filter(this::isSame)
        .isPresent();
  }

  private boolean isSame(ProcessId other) {
    return Duration.between(started, other.started).abs().compareTo(TOLERANCE) < 0;
  }

  @Override
  public String toString() {
    return pid + "-" + started.toEpochMilli();
  }
}
