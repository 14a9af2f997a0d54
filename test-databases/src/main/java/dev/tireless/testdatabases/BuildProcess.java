package dev.tireless.testdatabases;

import java.util.Optional;
import java.util.stream.Stream;

/** Finds the process that stands for the build: servers live as long as it does. */
final class BuildProcess {
  private BuildProcess() {}

  /** The Maven that runs this test, else (in an IDE or a Maven daemon) the test's own JVM. */
  static ProcessId current() {
    ProcessHandle self = ProcessHandle.current();
    return ProcessId.of(
        Stream.iterate(Optional.of(self), Optional::isPresent, BuildProcess::parent)
            .flatMap(Optional::stream)
            .filter(BuildProcess::isMaven)
            .findFirst()
            .orElse(self));
  }

  private static Optional<ProcessHandle> parent(Optional<ProcessHandle> process) {
    return process.flatMap(ProcessHandle::parent);
  }

  private static boolean isMaven(ProcessHandle process) {
    return process
        .info()
        .commandLine()
        .filter(line -> line.contains("plexus-classworlds"))
        .isPresent();
  }
}
