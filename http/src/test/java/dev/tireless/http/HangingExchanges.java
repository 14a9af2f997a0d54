package dev.tireless.http;

import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.tireless.Outcome;
import dev.tireless.Payload;
import dev.tireless.Receiver;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Lets ten thousand exchanges hang at a receiver that never answers, and prints what they cost. Its
 * argument is the port, open on every loopback address. Where this machine allows fewer files than
 * that, the exchanges share what connections it allows, and the others wait in line.
 */
final class HangingExchanges {

  static final int EXCHANGES = 10_000;
  private static final int ADDRESSES = 5;
  private static final int OTHER_FILES = 1000;
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private HangingExchanges() {}

  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    HttpChannel channel = Channels.open(Channels.LOOPBACK.connectTimeout(Duration.ofSeconds(20)));
    send(channel, receiver(port, 0), 1);
    long files = filesNow();
    long heap = usedHeap();
    List<CompletableFuture<Outcome>> sent = sendAll(channel, port);
    awaitEndOfInput();
    print("connections", connections());
    print("heap growth in kB", (usedHeap() - heap) / 1024);
    print("still hanging", sent.stream().filter(it -> !it.isDone()).count());
    channel.close();
    print("ended by close", sent.stream().filter(CompletableFuture::isDone).count());
    await().atMost(DEADLINE).until(() -> filesNow() < files + OTHER_FILES / 10);
    print("heap left over in kB", (usedHeap() - heap) / 1024);
  }

  // The receiver says by it that all connections are there.
  private static void awaitEndOfInput() throws IOException {
    System.in.transferTo(OutputStream.nullOutputStream());
  }

  private static List<CompletableFuture<Outcome>> sendAll(HttpChannel channel, int port) {
    return IntStream.range(0, ADDRESSES)
        .mapToObj(address -> receiver(port, address))
        .flatMap(receiver -> send(channel, receiver, EXCHANGES / ADDRESSES).stream())
        .toList();
  }

  private static List<CompletableFuture<Outcome>> send(
      HttpChannel channel, Receiver receiver, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Payload.of(new byte[500]))
        .map(it -> Deliveries.of(receiver, it, List.of(Deliveries.SECRET), null))
        .map(delivery -> channel.send(delivery).toCompletableFuture())
        .toList();
  }

  private static Receiver receiver(int port, int address) {
    URI url = URI.create("http://127.0.0." + (address + 1) + ":" + port + "/");
    return Receiver.http("receiver-" + address, url, Deliveries.SECRET)
        .maxInFlight(places())
        .exchangeTimeout(DEADLINE);
  }

  /** How many connections there will be. */
  static long connections() {
    return (long) ADDRESSES * places();
  }

  private static int places() {
    long allowed = system().getMaxFileDescriptorCount() - OTHER_FILES;
    return (int) Math.min(EXCHANGES, Math.max(allowed, ADDRESSES)) / ADDRESSES;
  }

  private static long filesNow() {
    return system().getOpenFileDescriptorCount();
  }

  private static UnixOperatingSystemMXBean system() {
    return (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void print(String what, long number) {
    System.out.println(what + ": " + number);
  }
}
