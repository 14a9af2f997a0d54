package dev.tireless.bench.round;

import dev.tireless.bench.load.Backlog;
import dev.tireless.bench.receiver.ReceiverControl;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Tells the backlog what has arrived, often enough that a load need not wait long for it. */
final class Arrivals implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final ReceiverControl receiver;
  private final Backlog backlog;
  private final Thread asker = new Thread(this::ask, "bench-arrivals");
  private volatile boolean running = true;

  Arrivals(ReceiverControl receiver, Backlog backlog) {
    this.receiver = receiver;
    this.backlog = backlog;
  }

  void start() {
    asker.start();
  }

  @Override
  public void close() {
    running = false;
    try {
      asker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask() {
    while (running) {
      backlog.arrived(receiver.acked());
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
