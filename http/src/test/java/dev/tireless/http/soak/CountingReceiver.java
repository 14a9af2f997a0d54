package dev.tireless.http.soak;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Acks everything after a short while, and counts what reached it and what it acked. */
final class CountingReceiver implements AutoCloseable {

  private static final int LONGEST_ANSWER_MILLIS = 400;
  private static final int NO_BODY = -1;

  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
  private final Set<String> acked = ConcurrentHashMap.newKeySet();
  private final RandomGenerator random;
  private final HttpServer server;

  CountingReceiver(RandomGenerator random) throws IOException {
    this.random = random;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(threads);
    server.createContext("/", this::receive);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  Set<String> acked() {
    return acked;
  }

  /** Attempts beyond the first of each notification. */
  long duplicates() {
    return attempts.values().stream().mapToLong(Integer::longValue).sum() - attempts.size();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void receive(HttpExchange exchange) throws IOException {
    String id = exchange.getRequestHeaders().getFirst("webhook-id");
    attempts.merge(id, 1, Integer::sum);
    exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
    long delay = random.nextInt(1, LONGEST_ANSWER_MILLIS);
    Future<?> unused = threads.schedule(() -> answer(exchange, id), delay, TimeUnit.MILLISECONDS);
  }

  private void answer(HttpExchange exchange, String id) {
    acked.add(id);
    try (exchange) {
      exchange.sendResponseHeaders(200, NO_BODY);
    } catch (IOException hungUp) {
      throw new UncheckedIOException(hungUp);
    }
  }
}
