package dev.tireless.demo.recharge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The recharge system in this JVM, with a port, a database file and an account system of its own.
 */
final class RunningRecharge implements AutoCloseable {

  static final String TOKEN = "token-of-the-tests";

  private static final String SECRET = "whsec_dGhlIHNlY3JldCBvZiB0aGUgdGVzdHMsIDMyIGJ5dGVz";

  private static final String CREDENTIAL = "trc_" + "t".repeat(42) + "A";

  private final HttpClient client = HttpClient.newHttpClient();
  private final StubAccount account = new StubAccount();
  private final ServletWebServerApplicationContext context;

  RunningRecharge(String... more) {
    List<String> args = new ArrayList<>(settings(account.url()));
    args.add("--server.port=0");
    args.addAll(List.of(more));
    context =
        (ServletWebServerApplicationContext) RechargeApplication.start(args.toArray(String[]::new));
  }

  /** Command line of a service that calls nobody but the given account system. */
  static List<String> settings(URI accountUrl) {
    return List.of(
        "--demo.data=" + newFolder(),
        "--demo.token=" + TOKEN,
        "--demo.secret=" + SECRET,
        "--demo.credential=" + CREDENTIAL,
        "--demo.account.url=" + accountUrl,
        "--tireless.receivers.account.schedule=100ms/1m");
  }

  StubAccount account() {
    return account;
  }

  int port() {
    return context.getWebServer().getPort();
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  long count(String sql, Object... params) {
    return bean(JdbcClient.class).sql(sql).params(Arrays.asList(params)).query(Long.class).single();
  }

  Answer get(String path, String... headers) {
    return send(request(path, headers).GET().build());
  }

  Answer post(String path, String body, String... headers) {
    HttpRequest.Builder request = request(path, headers).POST(BodyPublishers.ofString(body));
    return send(request.header("Content-Type", "application/json").build());
  }

  Answer recharge(String key, String body) {
    return post("/recharges", body, "Idempotency-Key", key);
  }

  Answer payResult(String txNo) {
    return get("/account/payResult/" + txNo, "Authorization", "Bearer " + TOKEN);
  }

  @Override
  public void close() {
    context.close();
    account.close();
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private Answer send(HttpRequest request) {
    try {
      return Answer.of(client.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path newFolder() {
    try {
      Path parent = Files.createDirectories(Path.of("target", "test-data").toAbsolutePath());
      return Files.createTempDirectory(parent, "recharge");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
