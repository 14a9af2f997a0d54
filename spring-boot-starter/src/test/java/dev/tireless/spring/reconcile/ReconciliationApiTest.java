package dev.tireless.spring.reconcile;

import static dev.tireless.spring.reconcile.ReconciliationServer.MINE;
import static dev.tireless.spring.reconcile.ReconciliationServer.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tireless.Payload;
import dev.tireless.receive.HttpNotifierClient;
import dev.tireless.receive.NotifierException;
import dev.tireless.wire.FeedItem;
import dev.tireless.wire.FeedPage;
import dev.tireless.wire.Watermark;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real requests to a real server, each answer measured by the document that the server serves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReconciliationApiTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LAST = Integer.MAX_VALUE;
  private static final int MORE_THAN_THREADS = 4;
  private static final int PAGES_WORTH = 20;

  private final BlockingQueue<Headers> pushed = new LinkedBlockingQueue<>();
  private HttpServer receiver;
  private ReconciliationServer api;

  @BeforeAll
  void start() throws Exception {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", this::push);
    receiver.start();
    api =
        new ReconciliationServer(
            "tireless.receivers.pushed.url=http://127.0.0.1:" + receiver.getAddress().getPort(),
            "tireless.receivers.pushed.secret=" + ReconciliationServer.SECRET,
            "tireless.receivers.pushed.topics=pushed");
    for (int i = 1; i <= 5; i++) {
      api.publish("tx-" + i, "{\"id\":\"tx-" + i + "\",\"name\":\"张三\"}");
    }
    api.publish(TOPIC, "bytes", Payload.of(new byte[] {0, (byte) 0xff}));
    await().until(() -> api.newest() == 6);
  }

  @AfterAll
  void stop() {
    api.close();
    receiver.stop(0);
    assertThat(api.openApi().used())
        .containsExactlyInAnyOrderElementsOf(api.openApi().operations());
  }

  // What is answered.

  @Test
  void readsTheFeed() throws Exception {
    JsonNode page = api.ok("/feed", "/feed?epoch=1&after=1&until=4&limit=2");

    assertThat(page.path("items").size()).isEqualTo(2);
    assertThat(page.at("/items/0/seq").asLong()).isEqualTo(2);
    assertThat(page.at("/items/0/payload").asString()).contains("张三");
    assertThat(page.path("hasMore").asBoolean()).isTrue();
    assertThat(api.ok("/feed", "/feed?epoch=1&after=5").at("/items/0/payloadEncoding").asString())
        .isEqualTo("base64");
  }

  @Test
  void waitsForSomethingNewWithoutAThread() throws Exception {
    long before = api.newest();
    List<CompletableFuture<HttpResponse<String>>> waiting =
        Stream.generate(() -> api.waiting(before, 20)).limit(MORE_THAN_THREADS).toList();

    await()
        .during(Duration.ofMillis(500))
        .until(() -> api.newest() == before && waiting.stream().noneMatch(Future::isDone));
    api.publish("awaited", "{}");

    for (CompletableFuture<HttpResponse<String>> one : waiting) {
      HttpResponse<String> answer = one.get();
      api.openApi().validateAnswer("get", MINE + "/feed", answer);
      assertThat(JSON.readTree(answer.body()).at("/items/0/subject").asString())
          .isEqualTo("awaited");
    }
  }

  @Test
  void answersAnEmptyPageWhenTheWaitIsOver() throws Exception {
    long start = System.nanoTime();
    JsonNode page = api.ok("/feed", "/feed?epoch=1&wait=1&after=" + (api.newest() + 1000));

    assertThat(page.path("items").size()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(900));
  }

  /** Whoever hung up must not keep the receiver from asking anew. */
  @Test
  void endsTheOldestWaitWhenAFifthComes() throws Exception {
    CompletableFuture<HttpResponse<String>> oldest = api.waiting(100_000, 20);
    await().during(Duration.ofMillis(500)).until(() -> !oldest.isDone());
    List<CompletableFuture<HttpResponse<String>>> newer =
        Stream.generate(() -> api.waiting(100_000, 3)).limit(MORE_THAN_THREADS).toList();

    HttpResponse<String> answer = oldest.get();
    api.openApi().validateAnswer("get", MINE + "/feed", answer);
    assertThat(JSON.readTree(answer.body()).path("items").size()).isZero();
    assertThat(newer).noneMatch(Future::isDone);
    for (CompletableFuture<HttpResponse<String>> one : newer) {
      assertThat(one.get().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void tellsTheWatermarkOnceAndThenOnlyNews() throws Exception {
    String path = "/v1/receivers/account/watermark";
    HttpResponse<String> first = api.send(api.authorized(path).GET());
    String etag = first.headers().firstValue("etag").orElseThrow();
    api.openApi().validateAnswer("get", MINE + "/watermark", first);
    HttpResponse<String> again = api.send(api.authorized(path).header("If-None-Match", etag).GET());
    api.publish("news", "{}");
    await().until(() -> api.newest() > JSON.readTree(first.body()).path("seq").asLong());
    HttpResponse<String> news = api.send(api.authorized(path).header("If-None-Match", etag).GET());

    assertThat(again.statusCode()).isEqualTo(304);
    api.openApi().validateAnswer("get", MINE + "/watermark", again);
    assertThat(news.statusCode()).isEqualTo(200);
    assertThat(news.headers().firstValue("etag")).isPresent().isNotEqualTo(Optional.of(etag));
    assertThat(api.ok("/watermark", "/watermark?counts=true").path("unacked").asLong())
        .isPositive();
  }

  @Test
  void cutsAPageThatBecomesTooLarge() throws Exception {
    long before = api.newest();
    Payload large = Payload.of("x".repeat(Payload.MAX_BYTES));
    for (int i = 0; i < PAGES_WORTH; i++) {
      api.publish(TOPIC, "large-" + i, large);
    }
    await().until(() -> api.newest() >= before + PAGES_WORTH);

    JsonNode page = api.ok("/feed", "/feed?epoch=1&limit=1000&after=" + before);
    int items = page.path("items").size();
    JsonNode rest = api.ok("/feed", "/feed?epoch=1&limit=1000&after=" + (before + items));

    assertThat(items).isBetween(1, PAGES_WORTH - 1);
    assertThat(page.path("hasMore").asBoolean()).isTrue();
    assertThat(rest.at("/items/0/seq").asLong()).isEqualTo(before + items + 1);
  }

  @Test
  void tellsWithTheHeadersThatItDescribes() throws Exception {
    api.publish("pushed", "p1", Payload.of("{}"));

    Headers headers = pushed.poll(20, TimeUnit.SECONDS);
    assertThat(headers).isNotNull();
    api.openApi().validatePush(headers::getFirst);
  }

  @Test
  void knowsResultsAndTellsTheUnknownFromTheFailed() throws Exception {
    JsonNode result = api.ok("/results/{topic}/{subject}", "/results/" + TOPIC + "/tx-3");
    assertThat(result.at("/notification/seq").asLong()).isEqualTo(3);
    assertThat(result.path("state").asString()).isEqualTo("PENDING");
    api.problem(
        404, "RESULT_UNKNOWN", "/results/{topic}/{subject}", "/results/" + TOPIC + "/nothing");

    String question = "{\"topic\":\"" + TOPIC + "\",\"subjects\":[\"tx-1\",\"nothing\"]}";
    JsonNode results = api.posted(200, "/results/query", question);
    assertThat(results.path("results").size()).isEqualTo(1);
  }

  @Test
  void takesAcks() throws Exception {
    api.publish("acked-by-pull", "{}");
    await().until(() -> api.newest() > 6);
    long seq = api.newest();

    JsonNode acked = api.posted(200, "/acks", "{\"epoch\":1,\"seqs\":[" + seq + "]}");
    JsonNode again = api.posted(200, "/acks", "{\"epoch\":1,\"seqs\":[" + seq + "],\"upTo\":0}");

    assertThat(acked.path("acked").asLong()).isEqualTo(1);
    assertThat(again.path("acked").asLong()).isZero();
  }

  @Test
  void addsUpDigests() throws Exception {
    JsonNode range = api.ok("/digests", "/digests?epoch=1&after=0&until=5");
    assertThat(range.at("/digest/count").asLong()).isEqualTo(5);
    assertThat(range.at("/digest/sum").asString()).hasSize(43);

    Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    String days =
        "/digests?epoch=1&step=day&from=%s&to=%s".formatted(today.minus(2, ChronoUnit.DAYS), today);
    assertThat(api.ok("/digests", days).path("buckets").size()).isEqualTo(2);
  }

  @Test
  @Order(LAST)
  void tellsAgainWhatIsWanted() throws Exception {
    api.problem(404, "REDELIVERY_UNKNOWN", "/redeliveries", "/redeliveries");
    JsonNode job = api.posted(202, "/redeliveries", "{\"epoch\":1,\"seqs\":[1,2]}");
    assertThat(job.path("number").asLong()).isEqualTo(1);

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> api.ok("/redeliveries", "/redeliveries").hasNonNull("finishedAt"));
    api.posted(202, "/redeliveries", "{\"epoch\":1,\"after\":0,\"until\":3,\"only\":\"ALL\"}");
  }

  // Our own client.

  @Test
  void isUnderstoodByOurOwnClient() {
    HttpNotifierClient mine =
        new HttpNotifierClient(URI.create(api.account() + "/"), api.credential());

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

  @Test
  void hasAClientThatRefusesWhatCannotStandInAHeader() {
    assertThatThrownBy(() -> new HttpNotifierClient(api.account(), "trc_secret\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("visible ASCII")
        .hasMessageNotContaining("secret");
  }

  private void push(HttpExchange exchange) throws IOException {
    pushed.add(exchange.getRequestHeaders());
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }
}
