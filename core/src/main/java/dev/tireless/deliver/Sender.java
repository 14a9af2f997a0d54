package dev.tireless.deliver;

import dev.tireless.Channel;
import dev.tireless.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands a leased delivery to its channel, and makes an outcome of whatever comes back. */
final class Sender {

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
    exchange(leased)
        .whenComplete(
            (outcome, error) ->
                finished.accept(
                    new Finished(leased, known(outcome, error), startedAt, clock.instant())));
  }

  private CompletionStage<Outcome> exchange(Leased leased) {
    String name = leased.delivery().receiver().channel();
    Channel channel = channels.get(name);
    if (channel == null) {
      return CompletableFuture.completedFuture(
          Outcome.Failed.withoutAnswer("This node has no channel named " + name));
    }
    try {
      return channel.send(leased.delivery());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Outcome known(@Nullable Outcome outcome, @Nullable Throwable error) {
    return outcome != null ? outcome : Outcome.Failed.withoutAnswer("Channel failed: " + error);
  }
}
