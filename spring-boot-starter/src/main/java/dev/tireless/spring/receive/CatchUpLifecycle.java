package dev.tireless.spring.receive;

import dev.tireless.receive.CatchUpThread;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Catches up while the application runs. Thread-safe. */
final class CatchUpLifecycle implements SmartLifecycle {

  private final Supplier<CatchUpThread> threads;
  private volatile @Nullable CatchUpThread thread;

  /**
   * @param threads makes one for each start
   */
  CatchUpLifecycle(Supplier<CatchUpThread> threads) {
    this.threads = threads;
  }

  @Override
  public synchronized void start() {
    if (thread == null) {
      CatchUpThread started = threads.get();
      started.start();
      thread = started;
    }
  }

  @Override
  public synchronized void stop() {
    if (thread != null) {
      thread.close();
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }
}
