package dev.tireless.spring.deliver;

import dev.tireless.Publication;
import dev.tireless.TirelessException;
import dev.tireless.deliver.Engine;
import dev.tireless.publish.Published;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Runs the engine while the application runs: it starts after the web server, so that nobody is
 * told before the application can answer questions about it, and stops before it. Thread-safe.
 */
public final class EngineLifecycle implements SmartLifecycle {

  private final Supplier<Engine> engines;
  private volatile @Nullable Engine engine;

  /**
   * @param engines makes one for each start: an engine has one life, a paused application several
   */
  EngineLifecycle(Supplier<Engine> engines) {
    this.engines = engines;
  }

  @Override
  public synchronized void start() {
    if (engine == null) {
      Engine started = engines.get();
      started.start();
      engine = started;
    }
  }

  @Override
  public synchronized void stop() {
    if (engine != null) {
      engine.close();
      engine = null;
    }
  }

  /** After the web server; what brings work to the engine has a phase of its own behind it. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 512;
  }

  /** Whether it was started and not stopped, even if it died meanwhile. */
  @Override
  public boolean isRunning() {
    return engine != null;
  }

  /** Whether the engine's threads are alive and take new work. */
  public boolean isDelivering() {
    Engine current = engine;
    return current != null && current.isRunning();
  }

  /** What is wrong with this node's clock; while there is something, it takes nothing new. */
  public Optional<String> clockFault() {
    Engine current = engine;
    return current == null ? Optional.empty() : current.clockFault();
  }

  /** Attempts that are in flight or not recorded yet, on this node. */
  public int inFlight() {
    Engine current = engine;
    return current == null ? 0 : current.inFlight();
  }

  /**
   * Publishes in a transaction of the engine's own, as {@link Engine#submit} does; fails with
   * {@link TirelessException} while it is stopped.
   */
  public CompletableFuture<Published> submit(Publication publication) {
    Engine current = engine;
    return current == null
        ? CompletableFuture.failedFuture(new TirelessException("The engine is stopped"))
        : current.submit(publication);
  }

  /**
   * Spares what was just committed the wait for the next poll. Cheap; does nothing when stopped.
   */
  public void wakeUp() {
    Engine current = engine;
    if (current != null) {
      current.wakeUp();
    }
  }
}
