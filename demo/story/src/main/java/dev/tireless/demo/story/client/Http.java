package dev.tireless.demo.story.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** HTTP to one service. Thread-safe. */
public final class Http {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final URI base;

  public Http(int port) {
    this.base = URI.create("http://127.0.0.1:" + port);
  }

  /** Whether the service says that it is well. */
  public boolean isHealthy() {
    try {
      return get("/actuator/health").isSuccess();
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  public URI base() {
    return base;
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer get(String path, String bearer) {
    return send(request(path).header("Authorization", "Bearer " + bearer).GET());
  }

  Answer json(String method, String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
    headers.forEach(request::header);
    return send(request.method(method, BodyPublishers.ofString(body)));
  }

  Answer bytes(String path, byte[] body, Map<String, String> headers) {
    HttpRequest.Builder request = request(path);
    headers.forEach(request::header);
    return send(request.POST(BodyPublishers.ofByteArray(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      String contentType = response.headers().firstValue("content-type").orElse("");
      return new Answer(response.statusCode(), contentType, response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("No answer from " + base, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for " + base, e);
    }
  }
}
