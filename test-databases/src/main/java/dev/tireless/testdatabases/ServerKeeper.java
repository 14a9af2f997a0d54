package dev.tireless.testdatabases;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The process that starts one server and ends it when the last build process that uses it has
 * ended. Nobody needs to tell it, so a build may be interrupted or killed.
 */
final class ServerKeeper {
  private static final Duration POLL = Duration.ofMillis(200);

  private ServerKeeper() {}

  /** Arguments: the product's name and the path of its folder. */
  public static void main(String[] arguments) throws Exception {
    ServerFolder folder = new ServerFolder(Path.of(arguments[1]));
    folder.writeKeeper(ProcessId.of(ProcessHandle.current())); // its starter may be killed by now
    try {
      keep(Product.valueOf(arguments[0]), folder);
    } finally {
      new Remains(folder).remove();
    }
  }

  private static void keep(Product product, ServerFolder folder) throws Exception {
    int port = FreePort.find();
    product.start(folder, port);
    folder.writePort(port);
    while (!giveUp(folder)) {
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Under the lock, so that nobody joins between the look at the users and the end. */
  private static boolean giveUp(ServerFolder folder) throws IOException {
    FileLock lock = folder.lock();
    try {
      boolean unused = !folder.hasLivingUser();
      if (unused) {
        folder.deletePort();
      }
      return unused;
    } finally {
      lock.acquiredBy().close();
    }
  }
}
