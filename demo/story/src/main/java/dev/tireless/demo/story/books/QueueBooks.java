package dev.tireless.demo.story.books;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the broker's own files say. */
public final class QueueBooks {

  /** Where the broker keeps half messages until it hears of their end. */
  private static final String HALVES = "RMQ_SYS_TRANS_HALF_TOPIC";

  /** Where the broker puts half messages after whose end it has asked in vain. */
  private static final String DROPPED = "TRANS_CHECK_MAX_TIME_TOPIC";

  /** An entry of a consume queue: offset, size, hash of the tag. */
  private static final int ENTRY = 20;

  private final Path home;

  public QueueBooks(Path home) {
    this.home = home;
  }

  /** How many half messages the broker took, and put back after it had asked for their end. */
  public long halves() {
    return messages(HALVES);
  }

  /** How many half messages the broker has dropped. */
  public long dropped() {
    return messages(DROPPED);
  }

  private long messages(String topic) {
    Path folder = home.resolve(Path.of("store", "consumequeue", topic));
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(QueueBooks::entries).sum();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look into " + folder, e);
    }
  }

  private static long entries(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      long entries = 0;
      for (int at = 0; at + ENTRY <= bytes.limit(); at += ENTRY) {
        entries += bytes.getInt(at + Long.BYTES) > 0 ? 1 : 0;
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}
