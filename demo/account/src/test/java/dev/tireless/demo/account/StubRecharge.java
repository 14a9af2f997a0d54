package dev.tireless.demo.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A recharge system that answers each transaction number as it was told to. */
final class StubRecharge implements AutoCloseable {

  private static final Reply UNKNOWN = new Reply(404, "{\"code\":\"RESULT_UNKNOWN\"}");

  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  StubRecharge() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/account/payResult/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  record Reply(int status, String body) {
    static final Reply NEVER = new Reply(0, "");
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void reply(String txNo, int status, String body) {
    replies.put(txNo, new Reply(status, body));
  }

  void replyNever(String txNo) {
    replies.put(txNo, Reply.NEVER);
  }

  /** Transaction numbers that were asked for with the token, in that order. */
  List<String> asked() {
    return asked;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Reply reply = reply(exchange, path.substring(path.lastIndexOf('/') + 1));
      if (reply.equals(Reply.NEVER)) {
        awaitClose();
        return;
      }
      byte[] body = reply.body().getBytes(UTF_8);
      String type = reply.status() == 200 ? "application/json" : "application/problem+json";
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Reply reply(HttpExchange exchange, String txNo) {
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    boolean isKnown = ("Bearer " + Settings.TOKEN).equals(token);
    if (isKnown) {
      asked.add(txNo);
    }
    return isKnown
        ? replies.getOrDefault(txNo, UNKNOWN)
        : new Reply(401, "{\"code\":\"UNAUTHORIZED\"}");
  }

  private void awaitClose() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
