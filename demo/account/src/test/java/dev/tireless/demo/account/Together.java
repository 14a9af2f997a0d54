package dev.tireless.demo.account;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Runs calls at the same moment. */
final class Together {

  private Together() {}

  static <T> List<T> run(int callers, IntFunction<T> call) {
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    CyclicBarrier start = new CyclicBarrier(callers);
    try {
      List<Future<T>> calls =
          IntStream.range(0, callers)
              .mapToObj(caller -> threads.submit(() -> meet(start, caller, call)))
              .toList();
      return calls.stream().map(Together::result).toList();
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> T meet(CyclicBarrier start, int caller, IntFunction<T> call) throws Exception {
    start.await(30, TimeUnit.SECONDS);
    return call.apply(caller);
  }

  private static <T> T result(Future<T> call) {
    try {
      return call.get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
