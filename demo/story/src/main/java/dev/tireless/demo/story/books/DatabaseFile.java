package dev.tireless.demo.story.books;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of H2 that a service has, or had, open. */
public record DatabaseFile(Path folder, String name) {

  private static final String ENDING = ".mv.db";

  /** Of the very database that the service uses. */
  public String url() {
    return "jdbc:h2:file:%s;AUTO_SERVER=TRUE;WRITE_DELAY=0;IFEXISTS=TRUE".formatted(path(name));
  }

  /**
   * Copies the file of a service that does not run, just as it was left, so that looking at it
   * repairs nothing: that is for the service to do.
   */
  public DatabaseFile copy(String copyName) {
    DatabaseFile copy = new DatabaseFile(folder, copyName);
    try {
      Files.copy(Path.of(path(name) + ENDING), Path.of(copy.path(copyName) + ENDING));
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot copy the database " + path(name), e);
    }
  }

  private Path path(String file) {
    return folder.resolve(file).toAbsolutePath();
  }
}
