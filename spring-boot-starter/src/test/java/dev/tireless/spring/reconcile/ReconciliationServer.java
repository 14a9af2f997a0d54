package dev.tireless.spring.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.reconcile.Credentials;
import dev.tireless.spring.deliver.EngineLifecycle;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.wire.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A notifier with the receivers {@code account} and {@code other}, on a port. Each request goes to
 * it as {@code account}'s, and each answer is measured by the document that it serves.
 */
final class ReconciliationServer implements AutoCloseable {

  static final String MINE = "/v1/receivers/{receiver}";
  static final String TOPIC = "recharge.completed";
  static final String TENANT = Publication.DEFAULT_TENANT;
  static final String SECRET = Secret.generate(new SecureRandom()).text();

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String credential = Credentials.generate(new SecureRandom());
  private final HttpClient client = HttpClient.newHttpClient();
  private final TestDatabase database = TestDatabases.h2();
  private final ConfigurableApplicationContext context;
  private final String base;
  private final OpenApi openApi;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  ReconciliationServer(String... properties) throws Exception {
    context =
        new SpringApplicationBuilder(Application.class)
            .bannerMode(Banner.Mode.OFF)
            .properties(properties())
            .properties(properties)
            .run();
    String path = context.getEnvironment().getProperty("server.servlet.context-path", "");
    int port = ((WebServerApplicationContext) context).getWebServer().getPort();
    base = "http://127.0.0.1:" + port + path;
    openApi = new OpenApi(send(request("/v1/openapi.json").GET()).body());
  }

  private String[] properties() {
    List<String> properties =
        new ArrayList<>(
            List.of(
                "server.port=0",
                "server.tomcat.threads.min-spare=1",
                "server.tomcat.threads.max=2",
                "spring.datasource.url=" + database.url(),
                "spring.datasource.username=" + database.user(),
                "spring.datasource.password=" + database.password(),
                "tireless.engine.poll-interval=50ms",
                "tireless.http.open-networks=127.0.0.0/8",
                "tireless.receivers.account.topics=" + TOPIC,
                "tireless.receivers.account.schedule=1h/24h",
                "tireless.receivers.account.credentials=" + credential));
    for (String receiver : List.of("account", "other")) {
      properties.add("tireless.receivers." + receiver + ".url=http://127.0.0.1:1/");
      properties.add("tireless.receivers." + receiver + ".secret=" + SECRET);
    }
    return properties.toArray(String[]::new);
  }

  @Override
  public void close() {
    context.close();
    database.close();
  }

  /** Ends the application, but not the database. */
  void stop() {
    context.close();
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  OpenApi openApi() {
    return openApi;
  }

  String credential() {
    return credential;
  }

  URI base() {
    return URI.create(base);
  }

  URI account() {
    return URI.create(base + "/v1/receivers/account");
  }

  void publish(String subject, String json) {
    publish(TOPIC, subject, Payload.of(json));
  }

  void publish(String topic, String subject, Payload payload) {
    context
        .getBean(EngineLifecycle.class)
        .submit(Publication.of(topic, subject, payload))
        .toCompletableFuture()
        .join();
  }

  long newest() throws Exception {
    return ok("/watermark", "/watermark").path("seq").asLong();
  }

  /**
   * @param call as in the document, without what all begin with
   */
  JsonNode ok(String call, String path) throws Exception {
    openApi.validateQuery("get", MINE + call, path);
    HttpResponse<String> answer = send(authorized("/v1/receivers/account" + path).GET());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    openApi.validateAnswer("get", MINE + call, answer);
    return JSON.readTree(answer.body());
  }

  JsonNode posted(int status, String path, String body) throws Exception {
    openApi.validateRequest("post", MINE + path, body);
    HttpResponse<String> answer = send(post(path, body));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    openApi.validateAnswer("post", MINE + path, answer);
    return JSON.readTree(answer.body());
  }

  /** A question of {@code account} that is answered by a problem which the document has there. */
  void problem(int status, String code, String call, String path) throws Exception {
    problem(status, code, "get", call, authorized("/v1/receivers/account" + path).GET());
  }

  HttpResponse<String> problem(
      int status, String code, String method, String call, HttpRequest.Builder request)
      throws Exception {
    HttpResponse<String> answer = problem(status, code, request);
    openApi.validateAnswer(method, MINE + call, answer);
    return answer;
  }

  /** The same for what the document has no call for. */
  HttpResponse<String> problem(int status, String code, HttpRequest.Builder request)
      throws Exception {
    HttpResponse<String> answer = send(request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    openApi.validateProblem(answer);
    assertThat(JSON.readTree(answer.body()).path("code").asString()).isEqualTo(code);
    return answer;
  }

  CompletableFuture<HttpResponse<String>> waiting(long after, int seconds) {
    String path = "/v1/receivers/account/feed?epoch=1&wait=%d&after=%d".formatted(seconds, after);
    return client.sendAsync(authorized(path).GET().build(), BodyHandlers.ofString());
  }

  HttpRequest.Builder post(String path, String body) {
    return authorized("/v1/receivers/account" + path).POST(BodyPublishers.ofString(body));
  }

  HttpRequest.Builder authorized(String path) {
    return authorized(path, credential);
  }

  HttpRequest.Builder authorized(String path, String credential) {
    return request(path).header("authorization", "Bearer " + credential);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(40));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
