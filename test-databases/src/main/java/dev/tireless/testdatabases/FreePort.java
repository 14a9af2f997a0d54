package dev.tireless.testdatabases;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;

/**
 * Finds a port for a server that binds it only a moment later. It searches below the range from
 * which Linux takes the ports of outgoing connections, or one of those could be faster.
 */
final class FreePort {
  private static final int FIRST = 20_000;
  private static final int COUNT = 12_000;

  private FreePort() {}

  /** Two processes that look at the same time begin at different places. */
  static int find() {
    int start = (int) (ProcessHandle.current().pid() * 7 % COUNT);
    return IntStream.range(0, COUNT)
        .map(i -> FIRST + (start + i) % COUNT)
        .filter(FreePort::isFree)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No free port on the loopback address"));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
