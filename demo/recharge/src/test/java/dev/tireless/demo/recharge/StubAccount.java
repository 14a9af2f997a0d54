package dev.tireless.demo.recharge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An account system that refuses the account {@value #UNKNOWN} and acks everything else. */
final class StubAccount implements AutoCloseable {

  static final String UNKNOWN = "nobody";

  private final HttpServer server;
  private final List<String> bodies = new CopyOnWriteArrayList<>();

  StubAccount() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/tireless/notifications", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The bodies that came for a transaction number. */
  List<String> told(String txNo) {
    return bodies.stream().filter(body -> body.contains(txNo)).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      JsonNode recharge = JsonMapper.shared().readTree(body);
      bodies.add(new String(body, UTF_8));
      boolean unknown = recharge.get("accountNo").stringValue().equals(UNKNOWN);
      exchange.sendResponseHeaders(unknown ? 422 : 204, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
