package dev.tireless.deliver;

import dev.tireless.Channel;
import dev.tireless.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands a leased delivery to its channel, and makes an outcome of whatever comes back. */
final class Sender {

  /** A channel must answer within the exchange's time; one that never does must not keep a lane. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  private final Map<String, Channel> channels;
  private final Clock clock;
  private final Consumer<Finished> finished;

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
    Instant startedAt = clock.instant();
    withinItsTime(leased)
        .whenComplete(
            (outcome, error) ->
                finished.accept(
                    new Finished(leased, known(outcome, error), startedAt, clock.instant())));
  }

  private CompletionStage<Outcome> withinItsTime(Leased leased) {
    return exchange(leased)
        .thenApply(outcome -> outcome)
        .toCompletableFuture()
        .orTimeout(leased.delivery().timeout().plus(SLACK).toMillis(), TimeUnit.MILLISECONDS);
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
