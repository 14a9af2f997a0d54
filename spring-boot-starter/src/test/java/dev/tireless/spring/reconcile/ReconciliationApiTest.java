package dev.tireless.spring.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.receive.HttpNotifierClient;
import dev.tireless.receive.NotifierException;
import dev.tireless.reconcile.Credentials;
import dev.tireless.reconcile.Scope;
import dev.tireless.spring.deliver.EngineLifecycle;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.wire.FeedItem;
import dev.tireless.wire.FeedPage;
import dev.tireless.wire.Secret;
import dev.tireless.wire.Watermark;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real requests to a real server, each answer measured by the document that the server serves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReconciliationApiTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SECRET = Secret.generate(new SecureRandom()).text();
  private static final String MINE = "/v1/receivers/{receiver}";
  private static final String TOPIC = "recharge.completed";
  private static final String TENANT = Publication.DEFAULT_TENANT;
  private static final int LAST = Integer.MAX_VALUE;

  private final String credential = Credentials.generate(new SecureRandom());
  private final HttpClient client = HttpClient.newHttpClient();
  private TestDatabase database;
  private ConfigurableApplicationContext context;
  private String base;
  private OpenApi openApi;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  @BeforeAll
  void start() throws Exception {
    database = TestDatabases.h2();
    context =
        new SpringApplicationBuilder(Application.class)
            .bannerMode(Banner.Mode.OFF)
            .properties(
                "server.port=0",
                "spring.datasource.url=" + database.url(),
                "spring.datasource.username=" + database.user(),
                "spring.datasource.password=" + database.password(),
                "tireless.engine.poll-interval=50ms",
                "tireless.http.open-networks=127.0.0.0/8",
                "tireless.receivers.account.url=http://127.0.0.1:1/",
                "tireless.receivers.account.secret=" + SECRET,
                "tireless.receivers.account.topics=" + TOPIC,
                "tireless.receivers.account.schedule=1h/24h",
                "tireless.receivers.account.credentials=" + credential,
                "tireless.receivers.other.url=http://127.0.0.1:1/",
                "tireless.receivers.other.secret=" + SECRET)
            .run();
    int port = ((WebServerApplicationContext) context).getWebServer().getPort();
    base = "http://127.0.0.1:" + port;
    openApi = new OpenApi(send(request("/v1/openapi.json").GET()).body());
    for (int i = 1; i <= 5; i++) {
      publish("tx-" + i, "{\"id\":\"tx-" + i + "\",\"name\":\"张三\"}");
    }
    publish("bytes", Payload.of(new byte[] {0, (byte) 0xff}));
    await().until(() -> newest() == 6);
  }

  @AfterAll
  void stop() {
    context.close();
    database.close();
  }

  // What is answered.

  @Test
  void readsTheFeed() throws Exception {
    JsonNode page = ok("get", MINE + "/feed", "/feed?epoch=1&after=1&until=4&limit=2");

    assertThat(page.path("items").size()).isEqualTo(2);
    assertThat(page.at("/items/0/seq").asLong()).isEqualTo(2);
    assertThat(page.at("/items/0/payload").asString()).contains("张三");
    assertThat(page.path("hasMore").asBoolean()).isTrue();
    assertThat(
            ok("get", MINE + "/feed", "/feed?epoch=1&after=5")
                .at("/items/0/payloadEncoding")
                .asString())
        .isEqualTo("base64");
  }

  @Test
  void waitsForSomethingNewWithoutAThread() throws Exception {
    long before = newest();
    CompletableFuture<HttpResponse<String>> waiting =
        client.sendAsync(
            authorized("/v1/receivers/account/feed?epoch=1&wait=20&after=" + before).GET().build(),
            BodyHandlers.ofString());
    await().during(Duration.ofMillis(500)).until(() -> !waiting.isDone());

    publish("awaited", "{}");

    HttpResponse<String> answer = waiting.get();
    openApi.validateAnswer("get", MINE + "/feed", 200, type(answer), answer.body());
    assertThat(JSON.readTree(answer.body()).at("/items/0/subject").asString()).isEqualTo("awaited");
  }

  @Test
  void answersAnEmptyPageWhenTheWaitIsOver() throws Exception {
    long start = System.nanoTime();
    JsonNode page = ok("get", MINE + "/feed", "/feed?epoch=1&wait=1&after=" + (newest() + 1000));

    assertThat(page.path("items").size()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(900));
  }

  @Test
  void letsOnlySoManyWait() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      waiting.add(
          client.sendAsync(
              authorized("/v1/receivers/account/feed?epoch=1&wait=2&after=100000").GET().build(),
              BodyHandlers.ofString()));
    }
    List<Integer> statuses = new ArrayList<>();
    for (CompletableFuture<HttpResponse<String>> one : waiting) {
      HttpResponse<String> answer = one.get();
      openApi.validateAnswer(
          "get", MINE + "/feed", answer.statusCode(), type(answer), answer.body());
      statuses.add(answer.statusCode());
    }
    assertThat(statuses).containsExactlyInAnyOrder(200, 200, 200, 200, 429);
  }

  @Test
  void tellsTheWatermarkOnceAndThenOnlyNews() throws Exception {
    HttpResponse<String> first = send(authorized("/v1/receivers/account/watermark").GET());
    String etag = first.headers().firstValue("etag").orElseThrow();
    openApi.validateAnswer("get", MINE + "/watermark", 200, type(first), first.body());
    HttpResponse<String> again =
        send(authorized("/v1/receivers/account/watermark").header("If-None-Match", etag).GET());

    assertThat(again.statusCode()).isEqualTo(304);
    openApi.validateAnswer("get", MINE + "/watermark", 304, "", again.body());
    assertThat(ok("get", MINE + "/watermark", "/watermark?counts=true").path("unacked").asLong())
        .isPositive();
  }

  @Test
  void knowsResultsAndTellsTheUnknownFromTheFailed() throws Exception {
    JsonNode result = ok("get", MINE + "/results/{topic}/{subject}", "/results/" + TOPIC + "/tx-3");
    assertThat(result.at("/notification/seq").asLong()).isEqualTo(3);
    assertThat(result.path("state").asString()).isEqualTo("PENDING");
    problem(
        404,
        "RESULT_UNKNOWN",
        MINE + "/results/{topic}/{subject}",
        authorized("/v1/receivers/account/results/" + TOPIC + "/nothing").GET());

    String question = "{\"topic\":\"" + TOPIC + "\",\"subjects\":[\"tx-1\",\"nothing\"]}";
    JsonNode results = posted(200, "/results/query", question);
    assertThat(results.path("results").size()).isEqualTo(1);
  }

  @Test
  void takesAcks() throws Exception {
    publish("acked-by-pull", "{}");
    await().until(() -> newest() > 6);
    long seq = newest();

    JsonNode acked = posted(200, "/acks", "{\"epoch\":1,\"seqs\":[" + seq + "]}");
    JsonNode again = posted(200, "/acks", "{\"epoch\":1,\"seqs\":[" + seq + "],\"upTo\":0}");

    assertThat(acked.path("acked").asLong()).isEqualTo(1);
    assertThat(again.path("acked").asLong()).isZero();
  }

  @Test
  void addsUpDigests() throws Exception {
    JsonNode range = ok("get", MINE + "/digests", "/digests?epoch=1&after=0&until=5");
    assertThat(range.at("/digest/count").asLong()).isEqualTo(5);
    assertThat(range.at("/digest/sum").asString()).hasSize(43);

    Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    String days =
        "/digests?epoch=1&step=day&from=%s&to=%s".formatted(today.minus(2, ChronoUnit.DAYS), today);
    assertThat(ok("get", MINE + "/digests", days).path("buckets").size()).isEqualTo(2);
  }

  @Test
  @Order(LAST)
  void tellsAgainWhatIsWanted() throws Exception {
    problem(
        404,
        "REDELIVERY_UNKNOWN",
        MINE + "/redeliveries",
        authorized("/v1/receivers/account/redeliveries").GET());
    JsonNode job = posted(202, "/redeliveries", "{\"epoch\":1,\"seqs\":[1,2]}");
    assertThat(job.path("number").asLong()).isEqualTo(1);

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> ok("get", MINE + "/redeliveries", "/redeliveries").hasNonNull("finishedAt"));
    posted(202, "/redeliveries", "{\"epoch\":1,\"after\":0,\"until\":3,\"only\":\"ALL\"}");
    assertThat(openApi.used()).containsExactlyInAnyOrderElementsOf(openApi.operations());
  }

  // What is not answered.

  @Test
  void letsNobodyInWithoutACredential() throws Exception {
    String path = "/v1/receivers/account/watermark";
    problem(401, "UNAUTHENTICATED", MINE + "/watermark", request(path).GET());
    problem(
        401,
        "UNAUTHENTICATED",
        MINE + "/watermark",
        request(path).header("authorization", "Bearer hunter2").GET());
    HttpResponse<String> answer =
        problem(
            401,
            "UNAUTHENTICATED",
            MINE + "/watermark",
            request(path)
                .header("authorization", "Bearer " + Credentials.generate(new SecureRandom()))
                .GET());
    assertThat(answer.headers().firstValue("www-authenticate")).hasValue("Bearer");
  }

  @Test
  void showsNothingOfAnotherReceiver() throws Exception {
    problem(
        404,
        "RECEIVER_UNKNOWN",
        MINE + "/watermark",
        authorized("/v1/receivers/other/watermark").GET());
    problem(
        404,
        "RECEIVER_UNKNOWN",
        MINE + "/watermark",
        authorized("/v1/receivers/nobody/watermark").GET());
  }

  @Test
  void asksForTheScopeAndHearsOfARevokedCredential() throws Exception {
    Credentials credentials = context.getBean(Credentials.class);
    String reader = credentials.issue(TENANT, "other", Set.of(Scope.FEED_READ), new SecureRandom());
    HttpRequest.Builder acks =
        request("/v1/receivers/other/acks")
            .header("authorization", "Bearer " + reader)
            .POST(BodyPublishers.ofString("{\"epoch\":1}"));
    problem(403, "SCOPE_MISSING", "post", MINE + "/acks", acks);

    HttpRequest.Builder watermark =
        request("/v1/receivers/other/watermark").header("authorization", "Bearer " + reader);
    assertThat(send(watermark.GET()).statusCode()).isEqualTo(200);
    credentials.revoke(TENANT, "other", reader);
    problem(401, "UNAUTHENTICATED", MINE + "/watermark", watermark.GET());
  }

  @Test
  void explainsABadQuestion() throws Exception {
    for (String path :
        List.of(
            "/feed",
            "/feed?epoch=soon",
            "/feed?epoch=1&after=-1",
            "/feed?epoch=1&limit=1001",
            "/feed?epoch=1&limit=0",
            "/feed?epoch=1&wait=31",
            "/digests?epoch=1",
            "/digests?epoch=1&after=1",
            "/digests?epoch=1&step=week&from=2026-11-22T00:00:00Z&to=2026-11-23T00:00:00Z",
            "/digests?epoch=1&step=day&from=yesterday&to=2026-11-23T00:00:00Z",
            "/digests?epoch=1&step=day&from=2026-11-22T01:00:00Z&to=2026-11-23T00:00:00Z")) {
      String operation = path.startsWith("/feed") ? "/feed" : "/digests";
      problem(
          400, "BAD_QUESTION", MINE + operation, authorized("/v1/receivers/account" + path).GET());
    }
    for (String body : List.of("", "null", "[]", "{\"epoch\":1,\"seqs\":[0]}", "{\"seqs\":[1]}")) {
      problem(400, "BAD_QUESTION", "post", MINE + "/acks", post("/acks", body));
    }
    problem(
        400,
        "BAD_QUESTION",
        "post",
        MINE + "/redeliveries",
        post("/redeliveries", "{\"epoch\":1,\"after\":0,\"until\":9,\"only\":\"SOME\"}"));
    problem(413, "TOO_LARGE", "post", MINE + "/acks", post("/acks", " ".repeat(65 * 1024)));
  }

  @Test
  void refusesAnEpochThatIsOver() throws Exception {
    HttpResponse<String> answer =
        problem(
            409,
            "EPOCH_CHANGED",
            MINE + "/feed",
            authorized("/v1/receivers/account/feed?epoch=7").GET());
    assertThat(JSON.readTree(answer.body()).path("epoch").asLong()).isEqualTo(1);
  }

  // Our own client.

  @Test
  void isUnderstoodByOurOwnClient() {
    HttpNotifierClient mine =
        new HttpNotifierClient(URI.create(base + "/v1/receivers/account/"), credential);

    Watermark watermark = mine.watermark(null).orElseThrow();
    FeedPage page = mine.feed(1, 0, 6, 100);

    assertThat(mine.watermark(watermark)).isEmpty();
    assertThat(page.items()).hasSize(6);
    assertThat(page.items().get(5).bytes()).isEqualTo(new byte[] {0, (byte) 0xff});
    assertThat(mine.digest(1, 0, 6).count()).isEqualTo(6);
    assertThat(mine.result(TOPIC, "tx-1").orElseThrow().notification())
        .extracting(FeedItem::seq)
        .isEqualTo(1L);
    assertThat(mine.result(TOPIC, "nothing")).isEmpty();
    mine.acknowledge(1, List.of(1L));
    assertThat(mine.result(TOPIC, "tx-1").orElseThrow().state()).isEqualTo("ACKED");
    Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    assertThat(mine.digests(1, today.minus(1, ChronoUnit.DAYS), today, true)).hasSize(24);
    assertThat(
            catchThrowableOfType(
                    NotifierException.EpochChanged.class, () -> mine.feed(2, 0, 6, 100))
                .epoch())
        .isEqualTo(1);
  }

  private void publish(String subject, String json) {
    publish(subject, Payload.of(json));
  }

  private void publish(String subject, Payload payload) {
    context
        .getBean(EngineLifecycle.class)
        .submit(Publication.of(TOPIC, subject, payload))
        .toCompletableFuture()
        .join();
  }

  private long newest() throws Exception {
    return ok("get", MINE + "/watermark", "/watermark").path("seq").asLong();
  }

  private JsonNode ok(String method, String operation, String path) throws Exception {
    HttpResponse<String> answer = send(authorized("/v1/receivers/account" + path).GET());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    openApi.validateAnswer(method, operation, 200, type(answer), answer.body());
    return JSON.readTree(answer.body());
  }

  private JsonNode posted(int status, String path, String body) throws Exception {
    openApi.validateRequest("post", MINE + path, body);
    HttpResponse<String> answer = send(post(path, body));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    openApi.validateAnswer("post", MINE + path, status, type(answer), answer.body());
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> problem(
      int status, String code, String operation, HttpRequest.Builder request) throws Exception {
    return problem(status, code, "get", operation, request);
  }

  private HttpResponse<String> problem(
      int status, String code, String method, String operation, HttpRequest.Builder request)
      throws Exception {
    HttpResponse<String> answer = send(request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(type(answer)).isEqualTo("application/problem+json");
    assertThat(JSON.readTree(answer.body()).path("code").asString()).isEqualTo(code);
    openApi.validateAnswer(method, operation, status, type(answer), answer.body());
    return answer;
  }

  private HttpRequest.Builder post(String path, String body) {
    return authorized("/v1/receivers/account" + path).POST(BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder authorized(String path) {
    return request(path).header("authorization", "Bearer " + credential);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(40));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String type(HttpResponse<String> answer) {
    return answer.headers().firstValue("content-type").orElse("");
  }
}
