package dev.tireless.http;

import dev.tireless.Delivery;
import dev.tireless.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The life of one attempt: wait for a place, resolve, connect, send, read. Whatever comes first
 * ends it: a whole answer, the cap, an error, the deadline, or the channel's end. What comes later
 * is ignored, and unless the answer was whole its connection is closed and never used again.
 *
 * <p>A process that stood still wakes up with its timers late, and what waited would go out first,
 * though another node may have taken it over meanwhile. So the clock is asked before each step.
 *
 * <p>Belongs to its event loop; only {@link #start} may be called from elsewhere.
 */
final class Exchange implements AnswerReader.Listener {

  private final Delivery delivery;
  private final Target target;
  private final EventLoop loop;
  private final Parts parts;
  private final Instant latest;
  private final AnswerReader reader;
  private final CompletableFuture<Outcome> result = new CompletableFuture<>();

  private Stage stage = Stage.QUEUED;
  private @Nullable Runnable cancelDeadline;
  private @Nullable ByteBuf request;
  private Connections.@Nullable Place place;
  private @Nullable CompletableFuture<Connection> dialling;
  private @Nullable Connection connection;
  private @Nullable ChannelFuture written;
  private boolean reusable;
  private boolean over;

  /** What all exchanges of a channel share. */
  record Parts(
      AttemptRequest request,
      Addresses addresses,
      Dialer dialer,
      Verdict verdict,
      int readCap,
      Clock clock) {}

  Exchange(Delivery delivery, Target target, EventLoop loop, Parts parts) {
    this.delivery = delivery;
    this.target = target;
    this.loop = loop;
    this.parts = parts;
    this.latest = parts.clock().instant().plus(delivery.timeout());
    this.reader = new AnswerReader(parts.readCap(), this);
  }

  CompletableFuture<Outcome> start() {
    loop.run(this::begin);
    return result;
  }

  /** Ends it before its time. */
  void end(String why) {
    finish(broken(why));
  }

  private void begin() {
    if (!loop.began(this)) {
      end(EventLoop.CLOSED);
      return;
    }
    cancelDeadline = loop.runAfter(delivery.timeout(), this::timeOut);
    loop.connections().enter(delivery.receiver(), this::resolve);
  }

  private void resolve(Connections.Place place) {
    if (over) {
      place.leave();
      return;
    }
    this.place = place;
    if (loop.isClosed()) {
      end(EventLoop.CLOSED);
    } else if (!isOver()) {
      try {
        resolveAndConnect(place);
      } catch (RuntimeException unusable) {
        failed(unusable);
      }
    }
  }

  private void resolveAndConnect(Connections.Place place) {
    request = parts.request().of(delivery, target);
    stage = Stage.RESOLVING;
    CompletableFuture<?> unused =
        parts
            .addresses()
            .of(target, delivery.attempt(), loop)
            .thenAccept(address -> connect(place, address))
            .exceptionally(this::brokenOff);
  }

  private void connect(Connections.Place place, InetAddress address) {
    if (isOver()) {
      return;
    }
    stage = Stage.CONNECTING;
    Endpoint endpoint = Endpoint.of(target, address);
    Connection kept = place.take(endpoint);
    if (kept != null) {
      send(kept);
      return;
    }
    place.makeRoom();
    dialling = parts.dialer().dial(loop, endpoint);
    CompletableFuture<?> unused = dialling.thenAccept(this::send).exceptionally(this::brokenOff);
  }

  private void send(Connection connection) {
    this.connection = connection;
    if (!isOver() && request != null) {
      stage = Stage.SENT;
      written = connection.send(request, reader);
    }
  }

  @Override
  public void reading() {
    stage = Stage.READING;
  }

  @Override
  public void answered(Answer answer) {
    // Somebody who answers before reading might leave the rest of our request in the way.
    reusable =
        reader.isReusable()
            && written != null
            && written.isSuccess()
            && connection != null
            && connection.isClean();
    finish(parts.verdict().of(delivery.receiver(), answer));
  }

  @Override
  public void failed(Throwable cause) {
    finish(broken(Failure.describe(cause, stage, target)));
  }

  private @Nullable Void brokenOff(Throwable thrown) {
    Throwable cause = thrown.getCause();
    failed(thrown instanceof CompletionException && cause != null ? cause : thrown);
    return null;
  }

  private boolean isOver() {
    if (!parts.clock().instant().isBefore(latest)) {
      timeOut();
    }
    return over;
  }

  private void timeOut() {
    finish(broken(Failure.timeout(delivery.timeout(), stage)));
  }

  private Outcome broken(String error) {
    Answer answer = reader.soFar();
    return answer == null
        ? Outcome.Failed.withoutAnswer(error)
        : parts.verdict().broken(answer, error);
  }

  private void finish(Outcome outcome) {
    if (over) {
      return;
    }
    over = true;
    try {
      clearUp();
    } finally {
      result.complete(outcome);
    }
  }

  private void clearUp() {
    loop.ended(this);
    if (cancelDeadline != null) {
      cancelDeadline.run();
    }
    if (dialling != null) {
      dialling.cancel(false);
    }
    if (connection != null && !reusable) {
      connection.hangUp();
    }
    if (place != null) {
      if (connection != null && reusable) {
        place.keep(connection);
      }
      place.leave();
    }
  }
}
