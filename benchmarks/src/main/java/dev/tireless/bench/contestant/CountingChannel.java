package dev.tireless.bench.contestant;

import dev.tireless.Channel;
import dev.tireless.Delivery;
import dev.tireless.Outcome;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is in flight through another channel. Thread-safe. */
final class CountingChannel implements Channel {

  private final Channel channel;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  CountingChannel(Channel channel) {
    this.channel = channel;
  }

  @Override
  public CompletionStage<Outcome> send(Delivery delivery) {
    most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    return channel.send(delivery).whenComplete((outcome, bug) -> inFlight.decrementAndGet());
  }

  /** The most that were in flight at one time. */
  int most() {
    return most.get();
  }

  @Override
  public void close() {
    channel.close();
  }
}
