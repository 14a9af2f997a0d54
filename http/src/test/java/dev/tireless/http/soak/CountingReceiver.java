package dev.tireless.http.soak;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Acks everything after a short while, and counts what reached it and what it acked. */
final class CountingReceiver implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final int LONGEST_ANSWER_MILLIS = 400;

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
  private final Set<String> acked = ConcurrentHashMap.newKeySet();
  private final RandomGenerator random;
  private final HttpServer server;

  CountingReceiver(RandomGenerator random) {
    this.random = random;
    this.server =
        vertx
            .createHttpServer()
            .requestHandler(this::receive)
            .listen(0, HOST)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  URI url() {
    return URI.create("http://" + HOST + ":" + server.actualPort() + "/");
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
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void receive(HttpServerRequest request) {
    String id = request.getHeader("webhook-id");
    attempts.merge(id, 1, Integer::sum);
    long delay = random.nextInt(1, LONGEST_ANSWER_MILLIS);
    request
        .body()
        .onSuccess(
            body ->
                vertx.setTimer(
                    delay,
                    timer -> {
                      acked.add(id);
                      request.response().end();
                    }));
  }
}
