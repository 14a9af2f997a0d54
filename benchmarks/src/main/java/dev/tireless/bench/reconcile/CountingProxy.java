package dev.tireless.bench.reconcile;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Passes bytes on, both ways, and counts all of them: heads, bodies, everything. */
public final class CountingProxy implements AutoCloseable {

  private static final int BUFFER = 64 * 1024;

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final AtomicLong bytes = new AtomicLong();

  /** One that passes on to a port of this machine. */
  public CountingProxy(int port) throws IOException {
    this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("bench-proxy", this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** All that went through so far, both ways. */
  public long bytes() {
    return bytes.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() throws IOException {
    while (!server.isClosed()) {
      Socket in = server.accept();
      Socket out = new Socket();
      out.connect(target);
      start("bench-proxy-there", () -> pass(in, out));
      start("bench-proxy-back", () -> pass(out, in));
    }
  }

  private void pass(Socket from, Socket to) throws IOException {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes.addAndGet(read);
        out.write(buffer, 0, read);
        out.flush();
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException closed) {
                // The other side went away.
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }
}
