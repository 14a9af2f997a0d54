package dev.tireless.devbroker;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder that a broker has to itself as long as its JVM lives. */
final class Home {

  /** Where the program's temporary files are. */
  static final String TEMPORARY = "tmp";

  /** A predecessor whose parent was killed ends by itself, but a moment later. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Duration POLL = Duration.ofMillis(50);

  /** A channel that nobody refers to is closed and gives its lock back. */
  private static final List<FileLock> held = new CopyOnWriteArrayList<>();

  private Home() {}

  /**
   * Creates the folder if need be and takes it as long as this JVM lives. What a killed one left in
   * its folder for temporary files is removed: 15 MB at each start.
   *
   * @throws IllegalStateException if another process has it
   */
  static void hold(Path home) throws IOException {
    held.add(take(home));
    Path temporary = Files.createDirectories(home.resolve(TEMPORARY));
    try (Stream<Path> files = Files.list(temporary)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  /**
   * Creates the folder if need be.
   *
   * @throws IllegalStateException if another process has it
   */
  static void requireFree(Path home) throws IOException {
    take(home).acquiredBy().close();
  }

  private static FileLock take(Path home) throws IOException {
    Files.createDirectories(home);
    FileChannel channel = FileChannel.open(home.resolve("lock"), CREATE, WRITE);
    long end = System.nanoTime() + PATIENCE.toNanos();
    @Nullable FileLock lock = channel.tryLock();
    while (lock == null) {
      if (System.nanoTime() > end) {
        channel.close();
        throw new IllegalStateException("another broker runs in " + home);
      }
      LockSupport.parkNanos(POLL.toNanos());
      lock = channel.tryLock();
    }
    return lock;
  }
}
