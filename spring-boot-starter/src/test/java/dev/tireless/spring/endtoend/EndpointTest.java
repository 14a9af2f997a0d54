package dev.tireless.spring.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.Payload;
import dev.tireless.receive.FailedNotification;
import dev.tireless.receive.Inbox;
import dev.tireless.receive.InboxOutcome;
import dev.tireless.spring.SignedRequest;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.wire.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the endpoint answers to whom. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndpointTest {

  private final HttpClient client = HttpClient.newHttpClient();
  private TestDatabase database;
  private TwoInOne application;
  private Accounts accounts;

  @BeforeAll
  void start() {
    database = TestDatabases.h2();
    application = TwoInOne.on(database);
    accounts = application.bean(Accounts.class);
  }

  @AfterAll
  void stop() {
    application.close();
    database.close();
  }

  @Test
  void acksWhatItAppliedAndIgnoresItTheSecondTime() throws Exception {
    accounts.open("e1");
    SignedRequest request = recharge("ex1", "e1", 5);

    HttpResponse<String> first = post(request);
    HttpResponse<String> second = post(request);

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(first.body()).isEqualTo("{\"outcome\":\"APPLIED\"}");
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.body()).isEqualTo("{\"outcome\":\"IGNORED\"}");
    assertThat(accounts.balance("e1")).isEqualTo(5);
  }

  @Test
  void turnsAwayATamperedRequestWithoutSayingWhatIsWrong() throws Exception {
    HttpResponse<String> tampered = post(recharge("ex2", "e2", 5).tampered("{}"));
    HttpResponse<String> unsigned = post(HttpRequest.newBuilder(application.endpoint()));
    HttpResponse<String> tooOld =
        post(signed("ex2", "{}", TwoInOne.SECRET, Instant.now().minus(Duration.ofHours(1))));
    HttpResponse<String> otherKey =
        post(signed("ex2", "{}", Secret.generate(new SecureRandom()), Instant.now()));

    assertProblem(tampered, 401);
    assertThat(tampered.headers().firstValue("www-authenticate")).isPresent();
    assertThat(unsigned.body()).isEqualTo(tampered.body());
    assertThat(tooOld.body()).isEqualTo(tampered.body());
    assertThat(otherKey.body()).isEqualTo(tampered.body());
    assertThat(accounts.calls()).doesNotContain("ex2");
  }

  @Test
  void answersATopicWithoutHandlerSoThatItIsToldAgain() throws Exception {
    HttpResponse<String> answer =
        post(SignedRequest.of("unheard.of", "ex3", "{}", TwoInOne.SECRET, Instant.now()));

    assertProblem(answer, 501);
    assertThat(answer.body()).contains("unheard.of");
  }

  @Test
  void refusesWithTheWordsOfTheHandlerAndKeepsItVisible() throws Exception {
    HttpResponse<String> answer = post(recharge("ex4", "nobody", 5));

    assertProblem(answer, 422);
    assertThat(answer.body()).contains("There is no account nobody");
    assertThat(application.bean(Inbox.class).failed(100))
        .filteredOn(failed -> failed.subject().equals("ex4"))
        .extracting(FailedNotification::outcome)
        .containsExactly(InboxOutcome.REFUSED);
  }

  @Test
  void refusesAPayloadThatCanNeverBeRead() throws Exception {
    HttpResponse<String> answer = post(signed("ex5", "no json", TwoInOne.SECRET, Instant.now()));

    assertProblem(answer, 422);
    assertThat(answer.body()).contains("cannot be read as Recharge").doesNotContain("no json");
  }

  @Test
  void showsNothingOfTheInsideWhenTheHandlerFails() throws Exception {
    accounts.open("e6");
    accounts.failOnce("ex6");

    HttpResponse<String> answer = post(recharge("ex6", "e6", 5));

    assertProblem(answer, 500);
    assertThat(answer.body()).doesNotContain("handler failed").doesNotContain("Exception");
    assertThat(accounts.balance("e6")).isZero();
  }

  @Test
  void readsNoMoreThanAPayloadMayHave() throws Exception {
    HttpRequest.Builder tooLarge = HttpRequest.newBuilder(application.endpoint());

    assertProblem(post(tooLarge, new byte[Payload.MAX_BYTES + 1]), 413);
    assertProblem(post(tooLarge, new byte[Payload.MAX_BYTES]), 401);
  }

  private static SignedRequest recharge(String id, String accountNo, long amount) {
    String json =
        "{\"id\":\"%s\",\"accountNo\":\"%s\",\"payAmount\":%d,\"result\":\"success\"}"
            .formatted(id, accountNo, amount);
    return signed(id, json, TwoInOne.SECRET, Instant.now());
  }

  private static SignedRequest signed(String subject, String body, Secret secret, Instant at) {
    return SignedRequest.of(Recharge.TOPIC, subject, body, secret, at);
  }

  private HttpResponse<String> post(SignedRequest request)
      throws IOException, InterruptedException {
    URI endpoint = application.endpoint();
    return client.send(request.to(endpoint), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return post(request, new byte[0]);
  }

  private HttpResponse<String> post(HttpRequest.Builder request, byte[] body)
      throws IOException, InterruptedException {
    return client.send(
        request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static void assertProblem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("\"status\":" + status).doesNotContain("\tat ");
  }
}
