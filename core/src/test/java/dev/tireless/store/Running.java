package dev.tireless.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;

/** Work on a thread of its own, one side of a race. */
final class Running<T> {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final FutureTask<T> task;
  private final Thread thread;

  private Running(Callable<T> work) {
    this.task = new FutureTask<>(work);
    this.thread = new Thread(task, "racer");
    thread.setDaemon(true);
    thread.start();
  }

  static <T> Running<T> start(Callable<T> work) {
    return new Running<>(work);
  }

  /** Starts all of them at one moment and gives their results in order. */
  static <T> List<T> together(List<Callable<T>> racers) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(racers.size());
    List<Running<T>> running = new ArrayList<>();
    for (Callable<T> racer : racers) {
      running.add(
          start(
              () -> {
                barrier.await(DEADLINE.toSeconds(), SECONDS);
                return racer.call();
              }));
    }
    List<T> results = new ArrayList<>();
    for (Running<T> each : running) {
      results.add(each.result());
    }
    return results;
  }

  /** Returns when it waits for somebody else's lock, or has ended without. */
  Running<T> awaitLockWaitOrEnd(Schema schema) {
    await()
        .atMost(DEADLINE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> task.isDone() || schema.hasLockWait());
    return this;
  }

  boolean isDone() {
    return task.isDone();
  }

  T result() throws Exception {
    return task.get(DEADLINE.toSeconds(), SECONDS);
  }
}
