package dev.tireless.http;

import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

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

  /**
   * Runs the step after the delay; running what is returned prevents it. Straight on the event
   * loop, because a timer of Vert.x costs a microsecond more.
   */
  Runnable runAfter(Duration delay, Runnable step) {
    ScheduledFuture<?> timer =
        context.nettyEventLoop().schedule(step, delay.toMillis(), TimeUnit.MILLISECONDS);
    return () -> timer.cancel(false);
  }
}
