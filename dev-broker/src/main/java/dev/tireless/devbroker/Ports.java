package dev.tireless.devbroker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** The ports of a home: chosen once, then written down there, so that a restart has the same. */
record Ports(int nameServer, int broker) {

  /** Below the range from which Linux takes the ports of outgoing connections. */
  private static final int FIRST = 20_000;

  private static final int COUNT = 12_000;

  static Ports of(Path home) {
    Path file = home.resolve("ports");
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(home);
        Files.writeString(file, find().line());
      }
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot choose the ports of the broker in " + home, e);
    }
  }

  private static Ports parse(String line) {
    String[] ports = line.strip().split(" ", 2);
    return new Ports(Integer.parseInt(ports[0]), Integer.parseInt(ports[1]));
  }

  private String line() {
    return nameServer + " " + broker + "\n";
  }

  /** Five in a row, for the broker takes two below its own and one above as well. */
  private static Ports find() {
    int start = (int) ((ProcessHandle.current().pid() * 101 + System.nanoTime() / 1000) % COUNT);
    return IntStream.range(0, COUNT)
        .map(i -> FIRST + (start + i) % COUNT)
        .filter(first -> IntStream.range(first, first + 5).allMatch(Ports::isFree))
        .mapToObj(first -> new Ports(first, first + 3))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No free ports on the loopback address"));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
