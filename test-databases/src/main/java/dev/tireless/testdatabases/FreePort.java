package dev.tireless.testdatabases;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Finds a port for a server that binds it only a moment later. It searches below the range from
 * which Linux takes the ports of outgoing connections, or one of those could be faster.
 */
public final class FreePort {

  private static final int FIRST = 20_000;
  private static final int COUNT = 12_000;

  /** Two processes that look at the same time begin at different places. */
  private static final AtomicInteger next =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % COUNT));

  private FreePort() {}

  /** Another one each time, until all were given. */
  public static int find() {
    return find(1);
  }

  /** The first of so many in a row, none of which another call gets. */
  public static int find(int count) {
    return IntStream.generate(() -> next.getAndAdd(count))
        .limit(COUNT)
        .map(i -> FIRST + i % COUNT)
        .filter(first -> IntStream.range(first, first + count).allMatch(FreePort::isFree))
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
