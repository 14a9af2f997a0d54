package dev.tireless.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder of a round's own, gone with all that is in it when the round is over. */
record TemporaryFolder(Path path) implements AutoCloseable {

  static TemporaryFolder in(Path parent, String prefix) throws IOException {
    Files.createDirectories(parent);
    return new TemporaryFolder(Files.createTempDirectory(parent.toAbsolutePath(), prefix));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
