package dev.tireless.testdatabases;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that one server has on disk, shared by the test JVMs and the keeper:
 *
 * <pre>
 * lock       held by whoever joins, starts or gives up the server
 * users/     an empty file for each build process that uses the server
 * keeper     the process that starts and ends the server, as a {@link ProcessId}
 * port       where the server listens; while this file is there, the server may be joined
 * output     what keeper and server print
 * programs/  the unpacked programs, kept for the next build
 * data/      the server's data, deleted at its end
 * temporary/ what it needs for a while
 * </pre>
 */
record ServerFolder(Path path) {
  /** The product's folder in the build folder of the checkout. */
  static ServerFolder of(Product product) {
    return at(checkout().resolve("target").resolve("test-databases").resolve(product.folderName()));
  }

  /** A folder under its real path, the one that its processes show. */
  static ServerFolder at(Path path) {
    try {
      return new ServerFolder(Files.createDirectories(path).toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot use the folder " + path, e);
    }
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

  Path programs() {
    return path.resolve("programs");
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

  /** Waits for the lock; closing its channel gives it back. */
  FileLock lock() throws IOException {
    return FileChannel.open(path.resolve("lock"), CREATE, WRITE).lock();
  }

  void addUser(ProcessId user) throws IOException {
    Files.createDirectories(usersFolder());
    Files.write(userFile(user), new byte[0]);
  }

  boolean hasLivingUser() throws IOException {
    return users().stream().anyMatch(ProcessId::isAlive);
  }

  void deleteEndedUsers() throws IOException {
    for (ProcessId user : users()) {
      if (!user.isAlive()) {
        Files.deleteIfExists(userFile(user));
      }
    }
  }

  void writeKeeper(ProcessId keeper) throws IOException {
    write(keeperFile(), keeper.toString());
  }

  Optional<ProcessId> keeper() throws IOException {
    return read(keeperFile()).map(ProcessId::parse).filter(ProcessId::isAlive);
  }

  void writePort(int port) throws IOException {
    write(portFile(), Integer.toString(port));
  }

  void deletePort() throws IOException {
    Files.deleteIfExists(portFile());
  }

  Optional<RunningServer> server() throws IOException {
    Optional<Integer> port = read(portFile()).map(Integer::valueOf);
    Optional<ProcessId> keeper = keeper();
    return port.isPresent() && keeper.isPresent()
        ? Optional.of(new RunningServer(port.get(), keeper.get()))
        : Optional.empty();
  }

  /** The running processes of the programs in this folder, which nobody but the keeper starts. */
  List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses().filter(this::runsOurProgram).toList();
  }

  private boolean runsOurProgram(ProcessHandle process) {
    Optional<String> program = process.info().command();
    return program.isPresent() && Path.of(program.get()).startsWith(programs());
  }

  private List<ProcessId> users() throws IOException {
    try (Stream<Path> files = Files.list(usersFolder())) {
      return files.map(file -> ProcessId.parse(file.getFileName().toString())).toList();
    }
  }

  private Path usersFolder() {
    return path.resolve("users");
  }

  private Path userFile(ProcessId user) {
    return usersFolder().resolve(user.toString());
  }

  private Path keeperFile() {
    return path.resolve("keeper");
  }

  private Path portFile() {
    return path.resolve("port");
  }

  /** Readers see the whole text or nothing, and two writers do not meet. */
  private void write(Path file, String text) throws IOException {
    Path draft = Files.createTempFile(path, "draft", "");
    Files.writeString(draft, text);
    Files.move(draft, file, ATOMIC_MOVE);
  }

  private static Optional<String> read(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }
}
