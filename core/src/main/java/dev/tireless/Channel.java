package dev.tireless;

import java.util.concurrent.CompletionStage;

/**
 * Carries deliveries to receivers: the extension point for a new way to reach them.
 *
 * <p>{@link #send} must not block, must be safe for use by several threads, and must complete
 * within {@link Delivery#timeout()}, with {@link Outcome.Failed} when the time is over: the engine
 * keeps a lease on the delivery only a little longer than that. What a channel throws, or completes
 * exceptionally with, is recorded as a failure.
 */
public interface Channel extends AutoCloseable {

  CompletionStage<Outcome> send(Delivery delivery);

  /** Ends what is still in flight and frees connections and threads. */
  @Override
  default void close() {}
}
