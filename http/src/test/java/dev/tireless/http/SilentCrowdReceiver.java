package dev.tireless.http;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes any number of connections on one thread, and never reads nor writes. */
final class SilentCrowdReceiver implements AutoCloseable {

  private final ServerSocket server = new ServerSocket(0, 4096);
  private final Queue<Socket> crowd = new ConcurrentLinkedQueue<>();

  SilentCrowdReceiver() throws IOException {
    Thread thread = new Thread(this::acceptAll, "silent-crowd");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  int accepted() {
    return crowd.size();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : crowd) {
      socket.close();
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        crowd.add(server.accept());
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }
}
