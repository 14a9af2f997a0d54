package dev.tireless.spring;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down who asks it what, and always knows of nothing. Ends with this JVM. */
final class RecordingNotifier {

  static final String CREDENTIAL = "trc_" + "c".repeat(42) + "A";

  private static final byte[] NOTHING =
      "{\"epoch\":1,\"seq\":0,\"at\":\"2026-11-23T00:00:00Z\"}".getBytes(StandardCharsets.UTF_8);

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  RecordingNotifier() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:%d/v1/receivers/me".formatted(server.getAddress().getPort());
  }

  /** Path and authorization of each question. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("authorization");
    asked.add(exchange.getRequestURI().getPath() + " " + authorization);
    exchange.sendResponseHeaders(200, NOTHING.length);
    exchange.getResponseBody().write(NOTHING);
    exchange.close();
  }
}
