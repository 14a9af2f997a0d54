package dev.tireless.receive;

import dev.tireless.wire.Digest;
import dev.tireless.wire.DigestBucket;
import dev.tireless.wire.FeedPage;
import dev.tireless.wire.Result;
import dev.tireless.wire.Watermark;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the notifier over HTTP, by its reconciliation API. Follows no redirect, for the credential
 * is meant for one host. Thread-safe.
 */
public final class HttpNotifierClient implements NotifierClient {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /** From the question to the last byte of the answer. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final int LARGEST_ANSWER = 32 * 1024 * 1024;
  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;
  private static final int NOT_FOUND = 404;
  private static final int LONGEST_DETAIL = 500;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private final String base;
  private final String authorization;
  private final Duration timeout;

  /**
   * @param receiver the url of what belongs to us there, {@code
   *     https://notifier.example/v1/receivers/account}
   * @param credential as the notifier gave it to us
   * @throws IllegalArgumentException when it is no http url, or has more than a path, or the
   *     credential cannot stand in a header; the message shows no secret
   */
  public HttpNotifierClient(URI receiver, String credential) {
    this(receiver, credential, TIMEOUT);
  }

  HttpNotifierClient(URI receiver, String credential, Duration timeout) {
    if (receiver.getRawUserInfo() != null
        || receiver.getRawQuery() != null
        || receiver.getRawFragment() != null) {
      throw new IllegalArgumentException("A notifier's url has no user, query or fragment");
    }
    if (!credential.matches("[!-~]+")) {
      throw new IllegalArgumentException("A credential is of visible ASCII characters");
    }
    String scheme = String.valueOf(receiver.getScheme());
    if (!scheme.matches("(?i)https?") || receiver.getHost() == null) {
      throw new IllegalArgumentException("A notifier's url is http or https, not " + receiver);
    }
    this.base = receiver.toString().replaceFirst("/+$", "");
    this.authorization = "Bearer " + credential;
    this.timeout = timeout;
  }

  @Override
  public FeedPage feed(long epoch, long after, long until, int limit) {
    return read(
        get("/feed?epoch=%d&after=%d&until=%d&limit=%d".formatted(epoch, after, until, limit)),
        FeedPage.class);
  }

  @Override
  public Optional<Watermark> watermark(@Nullable Watermark known) {
    HttpRequest.Builder request = request("/watermark").GET();
    if (known != null) {
      request.header("if-none-match", known.etag());
    }
    Answer answer = send(request);
    return answer.status() == NOT_MODIFIED
        ? Optional.empty()
        : Optional.of(read(requireOk(answer), Watermark.class));
  }

  @Override
  public Watermark watermarkWithCounts() {
    return read(get("/watermark?counts=true"), Watermark.class);
  }

  @Override
  public List<DigestBucket> digests(long epoch, Instant from, Instant to, boolean hours) {
    Answer answer =
        get(
            "/digests?epoch=%d&from=%s&to=%s&step=%s"
                .formatted(epoch, from, to, hours ? "hour" : "day"));
    return read(answer, Buckets.class).buckets();
  }

  @Override
  public Digest digest(long epoch, long after, long until) {
    Answer answer = get("/digests?epoch=%d&after=%d&until=%d".formatted(epoch, after, until));
    return read(answer, OneDigest.class).digest();
  }

  @Override
  public void acknowledge(long epoch, List<Long> seqs) {
    byte[] body = JSON.writeValueAsBytes(new Acks(epoch, seqs));
    requireOk(
        send(
            request("/acks")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))));
  }

  @Override
  public Optional<Result> result(String topic, String subject) {
    Answer answer =
        send(request("/results/%s/%s".formatted(encoded(topic), encoded(subject))).GET());
    return answer.status() == NOT_FOUND && "RESULT_UNKNOWN".equals(problem(answer).code())
        ? Optional.empty()
        : Optional.of(read(requireOk(answer), Result.class));
  }

  private record Buckets(List<DigestBucket> buckets) {}

  private record OneDigest(Digest digest) {}

  private record Acks(long epoch, List<Long> seqs) {}

  /** What an RFC 9457 problem document tells us. */
  private record Problem(String code, String detail, long epoch) {}

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Answer(String what, int status, byte[] body, @Nullable Duration retryAfter) {}

  private Answer get(String path) {
    return requireOk(send(request(path).GET()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .header("authorization", authorization)
        .header("accept", "application/json, application/problem+json");
  }

  private Answer send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    String what = request.method() + " " + request.uri().getPath();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, head -> new BoundedBody(LARGEST_ANSWER));
    try {
      HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(what, response.statusCode(), response.body(), retryAfter(response));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BoundedBody.TooLongException tooLong) {
        throw NotifierException.unreadable(what + " failed: " + tooLong, tooLong);
      }
      throw new NotifierException(what + " failed: " + e.getCause(), e.getCause(), null);
    } catch (TimeoutException e) {
      throw new NotifierException(what + " was not answered within " + timeout, e, null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotifierException(what + " was interrupted", e, null);
    } finally {
      answer.cancel(true); // ends the exchange if it goes on
    }
  }

  /** In seconds; the other form of RFC 9110, a date, is not what our notifier sends. */
  private static @Nullable Duration retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("retry-after")
        .filter(value -> value.matches("\\d{1,6}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(null);
  }

  private static Answer requireOk(Answer answer) {
    if (answer.status() == OK) {
      return answer;
    }
    Problem problem = problem(answer);
    if (problem.code().equals("EPOCH_CHANGED")) {
      throw new NotifierException.EpochChanged(problem.epoch());
    }
    throw new NotifierException(
        "%s is answered %d %s %s"
            .formatted(answer.what(), answer.status(), problem.code(), problem.detail())
            .strip(),
        null,
        answer.retryAfter());
  }

  private static Problem problem(Answer answer) {
    try {
      JsonNode json = JSON.readTree(answer.body());
      return new Problem(
          json.path("code").asString(""),
          shortened(json.path("detail").asString("")),
          json.path("epoch").asLong(0));
    } catch (JacksonException e) {
      return new Problem("", "", 0);
    }
  }

  private static String shortened(String detail) {
    return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "…";
  }

  private static <T> T read(Answer answer, Class<T> type) {
    try {
      T value = JSON.readValue(answer.body(), type);
      if (value != null) {
        return value;
      }
    } catch (JacksonException e) {
      throw NotifierException.unreadable(answer.what() + " is answered by no " + type, e);
    }
    throw new NotifierException(answer.what() + " is answered by nothing", null, null);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
