package dev.tireless.http;

import dev.tireless.Delivery;
import dev.tireless.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The life of one attempt: wait for a place, resolve, connect, send, read. Whatever comes first
 * ends it: a whole answer, the cap, an error, the deadline, or the channel's end. What comes later
 * is ignored, and unless the answer was whole its connection is closed and never used again.
 *
 * <p>A process that stood still wakes up with its timers late, and what waited would go out first,
 * though another node may have taken it over meanwhile. So the clock is asked before each step.
 *
 * <p>Belongs to its event loop; only {@link #start} and {@link #end} may be called from elsewhere.
 */
final class Exchange {

  private final Delivery delivery;
  private final Target target;
  private final Map<String, String> headers;
  private final Buffer body;
  private final EventLoop loop;
  private final Parts parts;
  private final Instant latest;
  private final CompletableFuture<Outcome> result = new CompletableFuture<>();

  private Stage stage = Stage.QUEUED;
  private @Nullable Runnable cancelDeadline;
  private @Nullable Runnable leave;
  private @Nullable HttpClientRequest request;
  private Future<Void> written = Future.failedFuture("Nothing is written yet");
  private @Nullable AnswerReader reader;
  private boolean reusable;

  /** What all exchanges of a channel share. */
  record Parts(Addresses addresses, Dialer dialer, Verdict verdict, int readCap, Clock clock) {}

  Exchange(
      Delivery delivery,
      Target target,
      Map<String, String> headers,
      byte[] body,
      EventLoop loop,
      Parts parts) {
    this.delivery = delivery;
    this.target = target;
    this.headers = headers;
    this.body = Buffer.buffer(body);
    this.loop = loop;
    this.parts = parts;
    this.latest = parts.clock().instant().plus(delivery.timeout());
  }

  CompletableFuture<Outcome> start() {
    loop.run(this::begin);
    return result;
  }

  /** Ends it before its time. */
  void end(String why) {
    loop.run(() -> finish(broken(why)));
  }

  private void begin() {
    if (result.isDone()) {
      return;
    }
    cancelDeadline = loop.runAfter(delivery.timeout(), this::timeOut);
    loop.limit()
        .enter(delivery.receiver())
        .compose(this::resolve)
        .compose(this::connect)
        .compose(this::send)
        .compose(this::read)
        .map(this::judge)
        .onComplete(this::finish, this::fail);
  }

  private Future<InetAddress> resolve(Runnable leave) {
    if (isOver()) {
      loop.run(leave);
      return tooLate();
    }
    this.leave = leave;
    stage = Stage.RESOLVING;
    return parts.addresses().of(target, delivery.attempt());
  }

  private Future<HttpClientRequest> connect(InetAddress address) {
    if (isOver()) {
      return tooLate();
    }
    stage = Stage.CONNECTING;
    return parts
        .dialer()
        .dial(target, address)
        .compose(
            request ->
                Dialer.isOpen(request) ? Future.succeededFuture(request) : connectAgain(address));
  }

  // The receiver has closed a kept connection, and the pool learns of it behind us. Nothing is sent
  // yet, so another connection is no second attempt.
  private Future<HttpClientRequest> connectAgain(InetAddress address) {
    Promise<HttpClientRequest> again = Promise.promise();
    loop.run(() -> connect(address).onComplete(again));
    return again.future();
  }

  private Future<HttpClientResponse> send(HttpClientRequest request) {
    if (isOver()) {
      Dialer.hangUp(request);
      return tooLate();
    }
    this.request = request;
    stage = Stage.SENT;
    headers.forEach(request.headers()::add);
    written = request.end(body);
    return request.response();
  }

  private Future<Answer> read(HttpClientResponse response) {
    reader = new AnswerReader(response, parts.readCap());
    stage = Stage.READING;
    // An interim answer that the client does not know: it would give the final one to the next
    // request on this connection.
    boolean interim = response.statusCode() < 200;
    return interim ? Future.succeededFuture(reader.soFar()) : reader.read();
  }

  private Outcome judge(Answer answer) {
    Outcome outcome = parts.verdict().of(delivery.receiver(), answer);
    // Somebody who answers before reading might leave the rest of our request in the way.
    reusable = answer.whole() && written.succeeded();
    return outcome;
  }

  private void fail(Throwable cause) {
    finish(broken(Failure.describe(cause, stage, target)));
  }

  private boolean isOver() {
    if (!parts.clock().instant().isBefore(latest)) {
      timeOut();
    }
    return result.isDone();
  }

  private void timeOut() {
    finish(broken(Failure.timeout(delivery.timeout(), stage)));
  }

  private Outcome broken(String error) {
    return reader == null
        ? Outcome.Failed.withoutAnswer(error)
        : parts.verdict().broken(reader.soFar(), error);
  }

  private void finish(Outcome outcome) {
    if (result.isDone()) {
      return;
    }
    try {
      if (cancelDeadline != null) {
        cancelDeadline.run();
      }
      if (request != null && !reusable) {
        Dialer.hangUp(request);
      }
      if (leave != null) {
        // Not at once: the client takes its connection back behind the handler that called us.
        loop.run(leave);
      }
    } finally {
      result.complete(outcome);
    }
  }

  private static <T> Future<T> tooLate() {
    return Future.failedFuture("The exchange is over");
  }
}
