package dev.tireless.spring.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.tireless.receive.HttpNotifierClient;
import dev.tireless.receive.NotifierException;
import dev.tireless.spring.ContextRunners;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the API is, how often it answers there, and how it ends. */
class MountingTest {

  private static final String ROUTES = "tirelessReconciliationRoutes";

  private ReconciliationServer api;

  @AfterEach
  void close() {
    if (api != null) {
      api.close();
    }
  }

  @Test
  void isFoundByItsDocumentBehindAContextPath() throws Exception {
    api = new ReconciliationServer("server.servlet.context-path=/notifier");

    String server = api.openApi().document().at("/servers/0/url").asString();
    URI document = URI.create(api.base() + "/v1/openapi.json");
    String base = document.resolve(server).toString().replaceFirst("/$", "");

    assertThat(base).isEqualTo(api.base().toString());
    assertThat(api.newest()).isZero();
    api.problem(404, "NOT_FOUND", api.authorized("/v1/receivers/account/feeds").GET());
    api.problem(
        400, "BAD_QUESTION", api.post("/acks", "{}").header("content-type", "multipart/form-data"));
  }

  @Test
  void saysWhenToComeBack() throws Exception {
    api = new ReconciliationServer("tireless.reconcile.rate=1");
    HttpNotifierClient client = new HttpNotifierClient(api.account(), api.credential());
    client.watermark(null);
    client.watermark(null);

    HttpResponse<String> refused =
        api.problem(
            429,
            "TOO_MANY_REQUESTS",
            "get",
            "/watermark",
            api.authorized("/v1/receivers/account/watermark").GET());

    assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
    assertThat(catchThrowableOfType(NotifierException.class, client::watermarkWithCounts))
        .extracting(NotifierException::retryAfter)
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void tellsNoDigestWhenItsClockIsAheadOfTheDatabases() throws Exception {
    api = aheadServer("tireless.engine.max-clock-offset=5s");

    api.problem(503, "CLOCK_AHEAD", "/digests", yesterday());
  }

  @Test
  void bearsAClockThatIsAsFarAheadAsItMayBe() throws Exception {
    api = aheadServer("tireless.engine.max-clock-offset=1h");

    assertThat(api.ok("/digests", yesterday()).path("buckets").size()).isEqualTo(1);
  }

  @Test
  void answersThoseWhoWaitWhenItStops() throws Exception {
    api = new ReconciliationServer();
    CompletableFuture<HttpResponse<String>> waiting = api.waiting(100, 30);
    await().during(Duration.ofMillis(500)).until(() -> !waiting.isDone());

    api.stop();

    assertThat(waiting.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "tireless.engine.enabled=true,  tireless.node=n,                  true",
    "tireless.engine.enabled=false, tireless.node=n,                  false",
    "tireless.engine.enabled=false, tireless.reconcile.enabled=true,  true",
    "tireless.engine.enabled=true,  tireless.reconcile.enabled=false, false"
  })
  void keepsAwayWhereNothingIsToldTo(String engine, String other, boolean mounted) {
    try (TestDatabase database = TestDatabases.h2()) {
      ContextRunners.web(database)
          .withPropertyValues(engine, other)
          .run(context -> assertThat(context.containsBean(ROUTES)).isEqualTo(mounted));
    }
  }

  @Test
  void isThereForConfiguredReceiversWhoeverDelivers() {
    try (TestDatabase database = TestDatabases.h2()) {
      ContextRunners.web(database)
          .withPropertyValues(
              "tireless.engine.enabled=false",
              "tireless.receivers.r.url=http://127.0.0.1:1/",
              "tireless.receivers.r.secret=" + ReconciliationServer.SECRET)
          .run(context -> assertThat(context).hasBean(ROUTES));
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Ahead {
    @Bean
    Clock clock() {
      return Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));
    }
  }

  private static ReconciliationServer aheadServer(String mostAhead) throws Exception {
    return new ReconciliationServer(
        mostAhead, "tireless.engine.enabled=false", "spring.main.sources=" + Ahead.class.getName());
  }

  private static String yesterday() {
    Instant today = Clock.systemUTC().instant().truncatedTo(ChronoUnit.DAYS);
    return "/digests?epoch=1&step=day&from=%s&to=%s"
        .formatted(today.minus(1, ChronoUnit.DAYS), today);
  }
}
