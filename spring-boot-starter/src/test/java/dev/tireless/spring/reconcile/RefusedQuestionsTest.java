package dev.tireless.spring.reconcile;

import static dev.tireless.spring.reconcile.ReconciliationServer.SECRET;
import static dev.tireless.spring.reconcile.ReconciliationServer.TENANT;
import static dev.tireless.spring.reconcile.ReconciliationServer.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.Receiver;
import dev.tireless.deliver.Receivers;
import dev.tireless.reconcile.Credentials;
import dev.tireless.reconcile.Scope;
import dev.tireless.schedule.RetrySchedule;
import dev.tireless.wire.AckRule;
import dev.tireless.wire.Secret;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.json.JsonMapper;

/** What is not answered, and that each refusal is a problem document. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class RefusedQuestionsTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String WATERMARK = "/v1/receivers/account/watermark";

  private ReconciliationServer api;

  @BeforeAll
  void start() throws Exception {
    api = new ReconciliationServer();
  }

  @AfterAll
  void stop() {
    api.close();
  }

  // Who asks.

  @Test
  void letsNobodyInWithoutACredential() throws Exception {
    problem(401, "UNAUTHENTICATED", api.request(WATERMARK));
    problem(401, "UNAUTHENTICATED", api.authorized(WATERMARK, "hunter2"));
    HttpResponse<String> answer =
        problem(
            401,
            "UNAUTHENTICATED",
            api.authorized(WATERMARK, Credentials.generate(new SecureRandom())));
    assertThat(answer.headers().firstValue("www-authenticate")).hasValue("Bearer");
  }

  @Test
  void showsNothingOfAnotherReceiver() throws Exception {
    problem(404, "RECEIVER_UNKNOWN", api.authorized("/v1/receivers/other/watermark"));
    problem(404, "RECEIVER_UNKNOWN", api.authorized("/v1/receivers/nobody/watermark"));
  }

  @Test
  void showsNothingOfAnotherTenantsReceiverOfTheSameName() throws Exception {
    api.publish("of-the-first-tenant", "{}");
    String theirs = receiver("acme", "account");
    String result = "/results/" + TOPIC + "/of-the-first-tenant";

    HttpResponse<String> watermark = api.send(api.authorized(WATERMARK, theirs).GET());

    assertThat(JSON.readTree(watermark.body()).path("seq").asLong()).isZero();
    api.problem(
        404,
        "RESULT_UNKNOWN",
        "get",
        "/results/{topic}/{subject}",
        api.authorized("/v1/receivers/account" + result, theirs).GET());
  }

  @Test
  void asksForTheScope() throws Exception {
    String reader = issue("other", Set.of(Scope.FEED_READ));
    HttpRequest.Builder acks =
        api.authorized("/v1/receivers/other/acks", reader)
            .POST(BodyPublishers.ofString("{\"epoch\":1,\"upTo\":0}"));

    api.problem(403, "SCOPE_MISSING", "post", "/acks", acks);
    credentials().revoke(TENANT, "other", reader);
  }

  @Test
  void bearsTheChangeFromOneCredentialToAnother() throws Exception {
    String path = "/v1/receivers/other/watermark";
    String old = issue("other", Scope.ALL);
    String next = issue("other", Scope.ALL);
    assertThat(status(path, old)).isEqualTo(200);
    assertThat(status(path, next)).isEqualTo(200);

    credentials().revoke(TENANT, "other", old);

    problem(401, "UNAUTHENTICATED", api.authorized(path, old));
    assertThat(status(path, next)).isEqualTo(200);
    credentials().revoke(TENANT, "other", next);
  }

  @Test
  void answersAPausedReceiverButNoDeletedOne() throws Exception {
    String credential = receiver(TENANT, "leaving");
    String path = "/v1/receivers/leaving/watermark";

    api.bean(Receivers.class).pause(TENANT, "leaving");
    assertThat(status(path, credential)).isEqualTo(200);
    api.bean(Receivers.class).delete(TENANT, "leaving");
    problem(401, "UNAUTHENTICATED", api.authorized(path, credential));
  }

  // What is asked.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /feed                                     | epoch is missing
          /feed?epoch=soon                          | 'soon'
          /feed?epoch=1.9                           | '1.9'
          /feed?epoch=                              | whole number
          /feed?epoch                               | whole number
          /feed?epoch=1&epoch=1                     | twice
          /feed?epoch=1&after=-1                    | after
          /feed?epoch=1&limit=1001                  | 1 to 1000
          /feed?epoch=1&limit=0                     | 1 to 1000
          /feed?epoch=1&wait=31                     | wait
          /feed?epoch=1&limits=5                    | 'limits'
          /watermark?counts=TRUE                    | 'TRUE'
          /watermark?count=true                     | 'count'
          /redeliveries?number=1                    | 'number'
          /results/t/%E5%BC%A0                      | subject
          /results/%E5%BC%A0/s                      | topic
          /results/t/s?version=1                    | 'version'
          /digests?epoch=1                          | from is missing
          /digests?epoch=1&after=1                  | until is missing
          /digests?epoch=1&after=0&until=1&step=day | Either
          /digests?epoch=1&step=week&from=2026-11-22T00:00:00Z&to=2026-11-23T00:00:00Z | 'week'
          /digests?epoch=1&step=day&from=yesterday&to=2026-11-23T00:00:00Z | 'yesterday'
          /digests?epoch=1&step=day&from=2026-11-22T01:00:00Z&to=2026-11-23T00:00:00Z | beginnings
          /digests?epoch=1&step=day&from=-1000000000-01-01T00:00:00Z&to=2026-11-23T00:00:00Z | from
          """)
  void explainsABadQuestion(String path, String why) throws Exception {
    String call = path.replaceFirst("\\?.*", "");
    HttpResponse<String> answer =
        api.problem(
            400,
            "BAD_QUESTION",
            "get",
            call.startsWith("/results") ? "/results/{topic}/{subject}" : call,
            api.authorized("/v1/receivers/account" + path).GET());

    assertThat(JSON.readTree(answer.body()).path("detail").asString()).contains(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /acks          | ''
          /acks          | null
          /acks          | []
          /acks          | {"seqs":[1]}
          /acks          | {"epoch":1}
          /acks          | {"epoch":1,"seqs":[0]}
          /acks          | {"epoch":1,"seqs":[1.9]}
          /acks          | {"epoch":1,"seqs":["1"]}
          /acks          | {"epoch":1,"seqs":[null]}
          /acks          | {"epoch":1.9,"seqs":[1]}
          /acks          | {"epoch":"1","seqs":[1]}
          /acks          | {"epoch":1,"upto":1}
          /acks          | {"epoch":1,"upTo":-1}
          /acks          | {"epoch":1,"seqs":[1],"seqs":[2]}
          /acks          | {"epoch":1,"upTo":1} {}
          /acks          | {"epoch":1,"upTo":1
          /redeliveries  | {"epoch":1}
          /redeliveries  | {"epoch":1,"seqs":[]}
          /redeliveries  | {"epoch":1,"after":0}
          /redeliveries  | {"epoch":1,"after":5,"until":5}
          /redeliveries  | {"epoch":1,"after":0,"until":9,"only":"SOME"}
          /redeliveries  | {"epoch":1,"seqs":[1],"after":0,"until":9}
          /redeliveries  | {"epoch":1,"seqs":[1],"only":"ALL"}
          /results/query | {"topic":"t"}
          /results/query | {"topic":"t","subjects":["张三"]}
          /results/query | {"topic":"t","subjects":["a\\u0000b"]}
          /results/query | {"topic":"张三","subjects":["s"]}
          /results/query | {"topic":5,"subjects":["s"]}
          /results/query | {"topic":"t","subjects":[5]}
          /results/query | {"topic":"t","subjects":[null]}
          """)
  void takesABodyAtItsWord(String call, String body) throws Exception {
    api.problem(400, "BAD_QUESTION", "post", call, api.post(call, body));
  }

  @Test
  void namesTheMemberThatThereIsNot() throws Exception {
    HttpResponse<String> answer =
        api.problem(
            400, "BAD_QUESTION", "post", "/acks", api.post("/acks", "{\"epoch\":1,\"upto\":1}"));
    assertThat(answer.body()).contains("'upto'");
  }

  @Test
  void readsNoBodyWithoutAnEnd() throws Exception {
    api.problem(413, "TOO_LARGE", "post", "/acks", api.post("/acks", " ".repeat(65 * 1024)));
  }

  @Test
  void refusesAnEpochThatIsOver() throws Exception {
    HttpResponse<String> answer =
        api.problem(
            409,
            "EPOCH_CHANGED",
            "get",
            "/feed",
            api.authorized("/v1/receivers/account/feed?epoch=7").GET());
    assertThat(JSON.readTree(answer.body()).path("epoch").asLong()).isEqualTo(1);
  }

  // What is no call.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DELETE | /feed          | GET
          POST   | /feed          | GET
          GET    | /acks          | POST
          PUT    | /results/t/s   | GET
          GET    | /results/query | POST
          DELETE | /redeliveries  | GET, POST
          """)
  void saysByWhichMethodItIsCalled(String method, String path, String allowed) throws Exception {
    HttpRequest.Builder request = api.authorized("/v1/receivers/account" + path);
    HttpResponse<String> answer =
        api.problem(
            405, "METHOD_NOT_ALLOWED", request.method(method, BodyPublishers.ofString("{}")));
    assertThat(answer.headers().firstValue("allow")).hasValue(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/feeds", "/feed/1", "/results/t", "/results/t/s/1"})
  void saysThatThereIsNoSuchCall(String path) throws Exception {
    api.problem(404, "NOT_FOUND", api.authorized("/v1/receivers/account" + path).GET());
  }

  /** The application's own paths are not ours to answer. */
  @Test
  void leavesWhatIsNotBelowAReceiverAlone() throws Exception {
    HttpResponse<String> answer = api.send(api.authorized("/v1/receivers/account").GET());
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).doesNotContain("NOT_FOUND");
  }

  // What is no request; nothing of it is our error.

  @Test
  void answersAQueryThatIsNone(CapturedOutput output) throws Exception {
    String answer =
        raw(
            "GET /v1/receivers/account/feed?epoch=%zz HTTP/1.1",
            "authorization: Bearer " + api.credential(), "", "");
    assertThat(answer).startsWith("HTTP/1.1 400").contains("BAD_QUESTION");
    assertThat(output).doesNotContain("ERROR");
  }

  /** In the web server's own words: it has answered before we can. */
  @Test
  void answersABodyThatBreaksOff(CapturedOutput output) throws Exception {
    String answer =
        raw(
            "POST /v1/receivers/account/acks HTTP/1.1",
            "authorization: Bearer " + api.credential(),
            "transfer-encoding: chunked",
            "",
            "no number");
    assertThat(answer).startsWith("HTTP/1.1 400");
    assertThat(output).doesNotContain("ERROR");
  }

  @Test
  void answersABodyOfManyPartsWithoutABoundary(CapturedOutput output) throws Exception {
    api.problem(
        400,
        "BAD_QUESTION",
        api.post("/acks", "{\"epoch\":1,\"upTo\":0}")
            .header("content-type", "multipart/form-data"));
    assertThat(output).doesNotContain("ERROR");
  }

  private HttpResponse<String> problem(int status, String code, HttpRequest.Builder request)
      throws Exception {
    return api.problem(status, code, "get", "/watermark", request.GET());
  }

  private int status(String path, String credential) throws Exception {
    return api.send(api.authorized(path, credential).GET()).statusCode();
  }

  private Credentials credentials() {
    return api.bean(Credentials.class);
  }

  private String issue(String receiver, Set<Scope> scopes) {
    return credentials().issue(TENANT, receiver, scopes, new SecureRandom());
  }

  private String receiver(String tenant, String id) {
    api.bean(Receivers.class)
        .upsert(
            new Receiver(
                tenant,
                id,
                List.of(),
                Receiver.HTTP,
                URI.create("http://127.0.0.1:1/"),
                Secret.parse(SECRET),
                RetrySchedule.parse("1h/24h"),
                AckRule.parse("HTTP_2XX"),
                false,
                1,
                Duration.ofSeconds(1)));
    return credentials().issue(tenant, id, Scope.ALL, new SecureRandom());
  }

  /** What no client of ours would send. */
  private String raw(String... lines) throws Exception {
    try (Socket socket = new Socket(api.base().getHost(), api.base().getPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      String rest = String.join("\r\n", List.of(lines).subList(1, lines.length));
      String text = lines[0] + "\r\nhost: notifier\r\nconnection: close\r\n" + rest + "\r\n";
      out.write(text.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
