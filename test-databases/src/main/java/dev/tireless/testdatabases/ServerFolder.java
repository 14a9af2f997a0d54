package dev.tireless.testdatabases;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything one server has on disk, shared by the test JVMs and the keeper:
 *
 * <pre>
 * lock       held while the server starts, is joined, or stops
 * users/     one empty file per build process that uses the server
 * server     port and keeper of the running server
 * output     what keeper and server print
 * binaries/  the unpacked programs, kept for the next build
 * data/      the server's data, deleted with it
 * </pre>
 */
record ServerFolder(Path path) {
  static ServerFolder of(Product product) {
    return new ServerFolder(
        checkout().resolve("target").resolve("test-databases").resolve(product.folderName()));
  }

  private static Path checkout() {
    String root = System.getProperty("tireless.root");
    return root == null ? enclosing(Path.of("").toAbsolutePath()) : Path.of(root).toAbsolutePath();
  }

  private static Path enclosing(Path start) {
    return Stream.iterate(start, folder -> folder != null, Path::getParent)
        .filter(folder -> Files.isDirectory(folder.resolve(".mvn")))
        .findFirst()
        .orElse(start);
  }

  Path binaries() {
    return path.resolve("binaries");
  }

  Path data() {
    return path.resolve("data");
  }

  Path temporary() {
    return path.resolve("temporary");
  }

  Path output() {
    return path.resolve("output");
  }

  /** Waits for the lock, which belongs to this process until it is closed. */
  FileLock lock() throws IOException {
    Files.createDirectories(users());
    return FileChannel.open(path.resolve("lock"), CREATE, WRITE).lock();
  }

  void addUser(ProcessId user) throws IOException {
    Path file = users().resolve(user.toString());
    if (!Files.exists(file)) {
      Files.createFile(file);
    }
  }

  boolean hasLivingUser() throws IOException {
    try (Stream<Path> files = Files.list(users())) {
      return files
          .map(file -> ProcessId.parse(file.getFileName().toString()))
          .anyMatch(ProcessId::isAlive);
    }
  }

  Optional<RunningServer> server() throws IOException {
    return Files.exists(serverFile())
        ? Optional.of(RunningServer.parse(Files.readString(serverFile())))
        : Optional.empty();
  }

  void write(RunningServer server) throws IOException {
    Path draft = path.resolve("server.draft");
    Files.writeString(draft, server.toString());
    Files.move(draft, serverFile(), ATOMIC_MOVE);
  }

  /** Ends what still runs of the server and deletes its data; only for the holder of the lock. */
  void wipe() throws IOException {
    Files.deleteIfExists(serverFile());
    endProcesses();
    deleteTree(data());
    deleteTree(temporary());
  }

  /** The living processes of programs unpacked into this folder: nobody else runs those. */
  List<ProcessHandle> processes() throws IOException {
    Path programs = Files.createDirectories(binaries()).toRealPath();
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process.info().command().filter(c -> Path.of(c).startsWith(programs)).isPresent())
        .toList();
  }

  private void endProcesses() throws IOException {
    for (ProcessHandle process : processes()) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  private Path users() {
    return path.resolve("users");
  }

  private Path serverFile() {
    return path.resolve("server");
  }

  private static void deleteTree(Path root) throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> tree = Files.walk(root)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
