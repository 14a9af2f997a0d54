package dev.tireless.testdatabases;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The process that starts one server and stops it when the last build process that uses it has
 * ended. Nobody needs to tell it: it also notices builds that were killed.
 */
final class ServerKeeper {
  private static final Duration POLL = Duration.ofMillis(200);

  private ServerKeeper() {}

  /** Arguments: the product's name and the path of its folder. */
  public static void main(String[] arguments) throws Exception {
    Product product = Product.valueOf(arguments[0]);
    ServerFolder folder = new ServerFolder(Path.of(arguments[1]));
    Server server = product.start(folder);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder), "stop"));
    folder.write(new RunningServer(server.port(), ProcessId.of(ProcessHandle.current())));
    awaitLastUser(folder);
  }

  private static void awaitLastUser(ServerFolder folder) throws IOException {
    while (true) {
      LockSupport.parkNanos(POLL.toNanos());
      if (!folder.hasLivingUser()) {
        FileLock lock = folder.lock(); // kept until this process has ended
        if (!folder.hasLivingUser()) {
          System.exit(0);
        }
        lock.acquiredBy().close();
      }
    }
  }

  private static void stop(Server server, ServerFolder folder) {
    try {
      server.stop();
      folder.wipe();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot stop the server in " + folder, e);
    }
  }
}
