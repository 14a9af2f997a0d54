package dev.tireless.demo.account;

import dev.tireless.wire.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What both services are told in the tests. */
final class Settings {

  static final String TOKEN = "token-of-the-tests";
  static final String SECRET = "whsec_dGhlIHNlY3JldCBvZiB0aGUgdGVzdHMsIDMyIGJ5dGVz";

  static final String CREDENTIAL = "trc_" + "t".repeat(42) + "A";

  private Settings() {}

  static Secret secret() {
    return Secret.parse(SECRET);
  }

  /** A folder that no other test uses. */
  static Path newFolder(String name) {
    try {
      Path parent = Files.createDirectories(Path.of("target", "test-data").toAbsolutePath());
      return Files.createTempDirectory(parent, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
