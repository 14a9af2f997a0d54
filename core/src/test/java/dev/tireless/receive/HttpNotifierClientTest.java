package dev.tireless.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against a real server that does not behave. */
class HttpNotifierClientTest {

  private static final int OK = 200;
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration ENOUGH = Duration.ofSeconds(20);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  /** What the server does with a request. */
  @FunctionalInterface
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    ended.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void doesNotWaitForTheRestOfAnAnswerForEver() {
    HttpNotifierClient client =
        client(
            SHORT,
            exchange -> {
              exchange.sendResponseHeaders(OK, 100);
              exchange.getResponseBody().write('{');
              exchange.getResponseBody().flush();
              awaitEnd();
            });

    assertThatThrownBy(() -> client.watermark(null))
        .isInstanceOf(NotifierException.class)
        .hasMessageContaining("was not answered within PT0.5S");
  }

  @Test
  void doesNotWaitForAnAnswerForEver() {
    HttpNotifierClient client = client(SHORT, exchange -> awaitEnd());

    assertThatThrownBy(() -> client.acknowledge(1, List.of(1L)))
        .isInstanceOf(NotifierException.class)
        .hasMessageContaining("POST /v1/receivers/a/acks was not answered");
  }

  @Test
  void readsNoMoreThanAnAnswerCanBe() {
    HttpNotifierClient client =
        client(
            exchange -> {
              exchange.sendResponseHeaders(OK, 0);
              byte[] megabyte = new byte[1024 * 1024];
              try (OutputStream body = exchange.getResponseBody()) {
                for (int i = 0; i < 40; i++) {
                  body.write(megabyte);
                }
              }
            });

    assertThatThrownBy(() -> client.watermark(null))
        .isInstanceOf(NotifierException.class)
        .hasMessageContaining("has more than 33554432 bytes");
  }

  @Test
  void tellsWhenToComeAgain() {
    HttpNotifierClient client =
        client(
            exchange -> {
              exchange.getResponseHeaders().add("retry-after", "7");
              problem(
                  exchange, 429, "{\"code\":\"TOO_MANY\",\"detail\":\"" + "x".repeat(900) + "\"}");
            });

    NotifierException told =
        catchThrowableOfType(NotifierException.class, () -> client.watermark(null));

    assertThat(told.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    assertThat(told).hasMessageContaining("429 TOO_MANY xxx");
    assertThat(told.getMessage()).hasSizeLessThan(600).doesNotContain("trc_secret");
  }

  @Test
  void tellsThatTheEpochIsOver() {
    HttpNotifierClient client =
        client(exchange -> problem(exchange, 409, "{\"code\":\"EPOCH_CHANGED\",\"epoch\":7}"));

    NotifierException.EpochChanged told =
        catchThrowableOfType(NotifierException.EpochChanged.class, () -> client.digest(6, 0, 1));

    assertThat(told.epoch()).isEqualTo(7);
  }

  @Test
  void takesItsCredentialToNobodyElse() {
    HttpNotifierClient client =
        client(
            exchange -> {
              exchange.getResponseHeaders().add("location", uri() + "/elsewhere");
              exchange.sendResponseHeaders(302, -1);
            });

    assertThatThrownBy(() -> client.watermark(null)).hasMessageContaining("is answered 302");
  }

  @Test
  void takesNothingForAnAnswerThatIsNone() {
    HttpNotifierClient client = client(exchange -> problem(exchange, OK, "<html>"));

    assertThatThrownBy(() -> client.watermark(null))
        .isInstanceOf(NotifierException.class)
        .hasMessageContaining("is answered by no");
  }

  private static void problem(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void awaitEnd() {
    try {
      assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpNotifierClient client(Answer answer) {
    return client(ENOUGH, answer);
  }

  private HttpNotifierClient client(Duration timeout, Answer answer) {
    server.createContext("/v1/receivers/a", exchange -> answer.to(exchange));
    return new HttpNotifierClient(uri(), "trc_secret", timeout);
  }

  private URI uri() {
    return URI.create(
        "http://127.0.0.1:%d/v1/receivers/a".formatted(server.getAddress().getPort()));
  }
}
