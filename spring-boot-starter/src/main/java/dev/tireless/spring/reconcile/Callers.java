package dev.tireless.spring.reconcile;

import dev.tireless.reconcile.Caller;
import dev.tireless.reconcile.Credentials;
import dev.tireless.reconcile.Scope;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.ServerRequest;

/** Lets in who may ask, and not more often than is good for all. Thread-safe. */
final class Callers {

  private static final String BEARER = "Bearer ";
  private static final int EXPENSIVE_AT_ONCE = 4;

  private final Credentials credentials;
  private final int rate;
  private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();

  /**
   * @param rate requests of a receiver in a second, over time; twice as many at once
   */
  Callers(Credentials credentials, int rate) {
    this.credentials = credentials;
    this.rate = rate;
  }

  /** What one receiver may do. */
  private record Allowance(Bucket requests, Semaphore expensive) {}

  /**
   * Who asks.
   *
   * @throws ProblemException when it may not
   */
  Caller admit(ServerRequest request, Scope scope) {
    Caller caller = known(request);
    if (!caller.receiver().equals(request.pathVariable("receiver"))) {
      throw ProblemException.of(
          Code.RECEIVER_UNKNOWN, "There is no receiver " + request.pathVariable("receiver"));
    }
    if (!caller.may(scope)) {
      throw ProblemException.of(Code.SCOPE_MISSING, "It needs the scope " + scope);
    }
    slowDown(caller);
    return caller;
  }

  /**
   * Work that may take the database long. One receiver does not get so much of it at once that
   * nothing is left for the application's own.
   *
   * @throws ProblemException when too much of the receiver's is going on
   */
  <T> T expensive(Caller caller, Supplier<T> work) {
    Semaphore permits = allowance(caller).expensive();
    if (!permits.tryAcquire()) {
      throw ProblemException.tooMany(
          "At most %d questions like this are worked on at once".formatted(EXPENSIVE_AT_ONCE), 1);
    }
    try {
      return work.get();
    } finally {
      permits.release();
    }
  }

  private Caller known(ServerRequest request) {
    String authorization = request.headers().firstHeader(HttpHeaders.AUTHORIZATION);
    if (authorization == null
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw ProblemException.unauthenticated("A bearer credential is missing");
    }
    return credentials
        .caller(authorization.substring(BEARER.length()).strip())
        .orElseThrow(() -> ProblemException.unauthenticated("The credential is not known"));
  }

  private void slowDown(Caller caller) {
    ConsumptionProbe probe = allowance(caller).requests().tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      long seconds = 1 + Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds();
      throw ProblemException.tooMany(
          "At most %d requests in a second are answered".formatted(rate), seconds);
    }
  }

  private Allowance allowance(Caller caller) {
    return allowances.computeIfAbsent(
        caller.tenant() + "/" + caller.receiver(),
        key -> new Allowance(bucket(), new Semaphore(EXPENSIVE_AT_ONCE)));
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(2L * rate).refillGreedy(rate, Duration.ofSeconds(1)))
        .build();
  }
}
