package dev.tireless.demo.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Calls a service over HTTP. */
record Caller(URI base) {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer post(String path, String json, String... headers) {
    HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(json));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.header("Content-Type", "application/json"));
  }

  Answer put(String path, String json) {
    return send(
        request(path)
            .PUT(BodyPublishers.ofString(json))
            .header("Content-Type", "application/json"));
  }

  /** The exact bytes with exactly these headers. */
  Answer post(String path, byte[] body, Map<String, String> headers) {
    HttpRequest.Builder request = request(path).POST(BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return send(request);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      return Answer.of(CLIENT.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
