package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.books.Parcel;
import dev.tireless.demo.story.client.AccountClient;
import dev.tireless.demo.story.client.Answer;
import dev.tireless.wire.Signer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;

/**
 * Delivers a notification in the recharge system's name: it has the secret that both services
 * share.
 */
public record Courier(Signer signer, Clock clock) {

  /** The status of each of so many deliveries of the same parcel, all at the same moment. */
  List<Integer> deliverAtOnce(int times, Parcel parcel, AccountClient to) {
    CyclicBarrier start = new CyclicBarrier(times);
    ExecutorService couriers = Executors.newFixedThreadPool(times);
    try {
      return LongStream.rangeClosed(1, times)
          .mapToObj(
              attempt ->
                  CompletableFuture.supplyAsync(
                      () -> deliver(parcel, attempt, to, start), couriers))
          .toList()
          .stream()
          .map(CompletableFuture::join)
          .map(Answer::status)
          .toList();
    } finally {
      couriers.shutdownNow();
    }
  }

  private Answer deliver(Parcel parcel, long attempt, AccountClient to, CyclicBarrier start) {
    byte[] body = parcel.payload().bytes();
    Map<String, String> headers =
        signer.headers(parcel.envelope(clock.instant(), attempt), parcel.contentType(), body);
    try {
      start.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted before the delivery", e);
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException("Not all couriers came", e);
    }
    return to.deliver(body, headers);
  }
}
