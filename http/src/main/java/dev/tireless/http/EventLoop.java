package dev.tireless.http;

import io.vertx.core.internal.ContextInternal;
import java.time.Duration;

/** One thread of the channel, and what belongs to it alone. A receiver always has the same one. */
final class EventLoop {

  private final ContextInternal context;
  private final ConnectionLimit limit = new ConnectionLimit();

  EventLoop(ContextInternal context) {
    this.context = context;
  }

  /** Only for use on this event loop. */
  ConnectionLimit limit() {
    return limit;
  }

  /** Runs the step on this event loop: soon, never at once. */
  void run(Runnable step) {
    context.runOnContext(ignored -> step.run());
  }

  /** Runs the step after the delay; the returned number cancels it. */
  long runAfter(Duration delay, Runnable step) {
    return context.setTimer(delay.toMillis(), ignored -> step.run());
  }

  void cancel(long timer) {
    context.owner().cancelTimer(timer);
  }
}
