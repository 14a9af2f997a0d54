package dev.tireless.bench.receiver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.ObjectMapper;

/** Asks the receiver what it has counted, and tells it which paths are down. Thread-safe. */
public final class ReceiverControl {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final int port;

  public ReceiverControl(int port) {
    this.port = port;
  }

  /** The url of one of its paths, such as {@code /r/0}. */
  public URI url(String path) {
    return URI.create(
        "http://%s:%d%s".formatted(InetAddress.getLoopbackAddress().getHostAddress(), port, path));
  }

  /** Distinct notifications acked so far. */
  public long acked() {
    return Long.parseLong(ask("acked"));
  }

  public Facts facts() {
    return JSON.readValue(ask("facts"), Facts.class);
  }

  /** Has every request to the path answered with 503. */
  public void down(String path) {
    ask("down" + path);
  }

  public void up(String path) {
    ask("up" + path);
  }

  /** Latencies and the time of the first ack start anew. */
  public void forget() {
    ask("forget");
  }

  private String ask(String command) {
    HttpRequest request =
        HttpRequest.newBuilder(url(RequestHandler.CONTROL + command))
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException("The receiver does not answer on port " + port, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking the receiver", e);
    }
  }
}
