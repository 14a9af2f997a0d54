package dev.tireless.deliver;

import dev.tireless.Channel;
import dev.tireless.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands a leased delivery to its channel, and makes an outcome of whatever comes back. */
final class Sender {

  /** A channel must answer within the exchange's time; one that never does must not keep a lane. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  private final Map<String, Channel> channels;
  private final Clock clock;
  private final Consumer<Finished> finished;
  private final Set<InFlight> inFlight = ConcurrentHashMap.newKeySet();

  /** An attempt without an outcome yet. */
  private final class InFlight {

    private final Leased leased;
    private final Instant startedAt = clock.instant();
    private final long latest;
    private final AtomicBoolean ended = new AtomicBoolean();

    InFlight(Leased leased) {
      this.leased = leased;
      this.latest = System.nanoTime() + leased.delivery().timeout().plus(SLACK).toNanos();
    }

    boolean isOverdue(long now) {
      return now - latest >= 0;
    }

    /** The first end counts. */
    void end(Outcome outcome) {
      if (ended.compareAndSet(false, true)) {
        inFlight.remove(this);
        finished.accept(new Finished(leased, outcome, startedAt, clock.instant()));
      }
    }
  }

  /**
   * A sender over the given channels.
   *
   * @param channels by the name that receivers call them
   * @param finished called once per attempt, on a thread of the channel
   */
  Sender(Map<String, Channel> channels, Clock clock, Consumer<Finished> finished) {
    this.channels = Map.copyOf(channels);
    this.clock = clock;
    this.finished = finished;
  }

  void send(Leased leased) {
    InFlight attempt = new InFlight(leased);
    inFlight.add(attempt);
    exchange(leased).whenComplete((outcome, error) -> attempt.end(known(outcome, error)));
  }

  /** Ends the attempts whose channel has forgotten them. To be called now and then. */
  void endOverdue() {
    long now = System.nanoTime();
    inFlight.stream()
        .filter(attempt -> attempt.isOverdue(now))
        .forEach(attempt -> attempt.end(known(null, new TimeoutException("no outcome in time"))));
  }

  private CompletionStage<Outcome> exchange(Leased leased) {
    String name = leased.delivery().receiver().channel();
    Channel channel = channels.get(name);
    if (channel == null) {
      return CompletableFuture.completedFuture(
          Outcome.Failed.withoutAnswer("This node has no channel named " + name));
    }
    try {
      return Objects.requireNonNull(channel.send(leased.delivery()), "the channel gave no stage");
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Outcome known(@Nullable Outcome outcome, @Nullable Throwable error) {
    return outcome != null ? outcome : Outcome.Failed.withoutAnswer("Channel failed: " + error);
  }
}
