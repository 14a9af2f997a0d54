package dev.tireless.http;

import dev.tireless.Outcome;
import dev.tireless.Receiver;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;

/**
 * Opens more connections than it has files for, two exchanges with each of many receivers that have
 * one at a time; then calls each again.
 */
final class ManyConnections {

  private static final int RECEIVERS = 200;
  private static final Set<String> THREADS = new ConcurrentSkipListSet<>();

  private ManyConnections() {}

  public static void main(String[] arguments) throws Exception {
    URI silent = URI.create(arguments[0]);
    URI friendly = URI.create(arguments[1]);
    try (HttpChannel channel = Channels.open()) {
      Channels.send(channel, Deliveries.to(friendly));
      System.out.println(
          channel
              .send(Deliveries.to(URI.create("http://localhost:1/")))
              .toCompletableFuture()
              .join());
      List<CompletableFuture<Outcome>> sent =
          IntStream.range(0, 2 * RECEIVERS).mapToObj(i -> send(channel, i, silent)).toList();
      sent.stream().map(CompletableFuture::join).distinct().forEach(System.out::println);
      System.out.println("ended by " + THREADS);
      long acked =
          IntStream.range(0, RECEIVERS)
              .mapToObj(i -> send(channel, i, friendly).join())
              .filter(Outcome.Acked.class::isInstance)
              .count();
      System.out.printf("afterwards: %d of %d acked%n", acked, RECEIVERS);
    }
  }

  private static CompletableFuture<Outcome> send(HttpChannel channel, int i, URI url) {
    Receiver to = Receiver.http("r" + i % RECEIVERS, url, Deliveries.SECRET);
    Receiver oneByOne = to.maxInFlight(1).exchangeTimeout(Duration.ofSeconds(3));
    return channel
        .send(Deliveries.to(oneByOne))
        .whenComplete((outcome, error) -> THREADS.add(Thread.currentThread().getName()))
        .toCompletableFuture();
  }
}
