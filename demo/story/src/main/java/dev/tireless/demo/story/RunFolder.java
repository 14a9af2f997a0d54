package dev.tireless.demo.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** A new, empty folder per run, named after the time of its start. */
final class RunFolder {

  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private RunFolder() {}

  static Path create(Path parent, Clock clock) {
    String name = NAME.format(LocalDateTime.ofInstant(clock.instant(), clock.getZone()));
    try {
      return create(Files.createDirectories(parent), name, 1);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a folder for the run in " + parent, e);
    }
  }

  private static Path create(Path parent, String name, int number) throws IOException {
    try {
      return Files.createDirectory(parent.resolve(number == 1 ? name : name + "-" + number));
    } catch (FileAlreadyExistsException taken) {
      return create(parent, name, number + 1);
    }
  }
}
