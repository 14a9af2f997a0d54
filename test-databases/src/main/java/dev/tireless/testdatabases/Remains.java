package dev.tireless.testdatabases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What is left of a server: removed at its end, or before the next start if it had no good end. */
record Remains(ServerFolder folder) {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(20);

  /** Removes the keeper too, if it still runs. For the holder of the lock. */
  void removeWithKeeper() throws IOException {
    folder.keeper().flatMap(ProcessId::handle).ifPresent(ProcessHandle::destroyForcibly);
    while (folder.keeper().isPresent()) {
      pause();
    }
    remove();
  }

  /** Ends the server and deletes its data. For the keeper. */
  void remove() throws IOException {
    folder.deletePort();
    endProcesses();
    deleteData();
    folder.deleteEndedUsers();
  }

  /** Both servers end in good order when all their processes are asked to. */
  private void endProcesses() {
    folder.processes().forEach(ProcessHandle::destroy);
    if (!endWithin(GRACE)) {
      folder.processes().forEach(ProcessHandle::destroyForcibly);
      endWithin(GRACE);
    }
  }

  private boolean endWithin(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!folder.processes().isEmpty()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      pause();
    }
    return true;
  }

  private static void pause() {
    LockSupport.parkNanos(POLL.toNanos());
  }

  private void deleteData() throws IOException {
    if (Files.exists(folder.data())) {
      try (Stream<Path> tree = Files.walk(folder.data())) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
