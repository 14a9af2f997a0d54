package dev.tireless.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A receiver on a free loopback port, down to the bytes: it does with every request what the script
 * says, and remembers requests and connections.
 */
final class RawReceiver implements AutoCloseable {

  /** What to do with one request. */
  interface Script {
    void answer(RawRequest request, Socket socket) throws IOException;

    /** What to do with a new connection, before anything is read from it. */
    default void meet(Socket socket) throws IOException {}
  }

  private final ServerSocket server;
  private final Script script;
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<RawRequest> requests = new CopyOnWriteArrayList<>();

  private RawReceiver(ServerSocket server, Script script) {
    this.server = server;
    this.script = script;
    thread("accept", this::acceptAll);
  }

  static RawReceiver doing(Script script) throws IOException {
    return doing(script, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  static RawReceiver doing(Script script, ServerSocket server) {
    return new RawReceiver(server, script);
  }

  /** Sends the same to every request: lines of a head, then the body. */
  static RawReceiver answering(String head, String body) throws IOException {
    byte[] bytes = answer(head, body);
    return doing((request, socket) -> write(socket, bytes));
  }

  static RawReceiver answering(int status) throws IOException {
    return answering(status, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  static RawReceiver answering(int status, ServerSocket server) {
    byte[] bytes = answer("HTTP/1.1 " + status + " As told\r\n", "");
    return doing((request, socket) -> write(socket, bytes), server);
  }

  /** Takes the request and says nothing. */
  static RawReceiver silent() throws IOException {
    return doing((request, socket) -> awaitHangUp(socket));
  }

  static byte[] answer(String head, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String whole = head + "content-length: " + bytes.length + "\r\n\r\n" + body;
    return whole.getBytes(StandardCharsets.UTF_8);
  }

  static void write(Socket socket, byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  static void awaitHangUp(Socket socket) throws IOException {
    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  int port() {
    return server.getLocalPort();
  }

  URI url() {
    return url("/");
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** How many connections were accepted. */
  int accepted() {
    return accepted.get();
  }

  /** How many of them have ended. */
  int ended() {
    return ended.get();
  }

  List<RawRequest> requests() {
    return requests;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket socket = server.accept();
        accepted.incrementAndGet();
        open.add(socket);
        thread("serve", () -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      script.meet(socket);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (true) {
        RawRequest request = RawRequest.read(in);
        requests.add(request);
        script.answer(request, socket);
      }
    } catch (IOException hungUp) {
      open.remove(socket);
    } finally {
      ended.incrementAndGet();
    }
  }

  private static void thread(String name, Runnable work) {
    Thread thread = new Thread(work, "receiver-" + name);
    thread.setDaemon(true);
    thread.start();
  }
}
