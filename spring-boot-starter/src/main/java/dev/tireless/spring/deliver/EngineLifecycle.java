package dev.tireless.spring.deliver;

import dev.tireless.deliver.Engine;
import java.util.Optional;
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
   * Spares what was just committed the wait for the next poll. Cheap; does nothing when stopped.
   */
  public void wakeUp() {
    Engine current = engine;
    if (current != null) {
      current.wakeUp();
    }
  }
}
