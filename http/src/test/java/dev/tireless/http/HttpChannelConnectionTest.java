package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tireless.Outcome;
import dev.tireless.Receiver;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections are reused, capped per receiver, and never the cause of a second request. */
class HttpChannelConnectionTest {

  private static final String OK = "HTTP/1.1 200 OK\r\n";

  private final HttpChannel channel = Channels.open();

  @AfterEach
  void close() {
    channel.close();
  }

  @Test
  void reusesAConnection() throws Exception {
    try (RawReceiver receiver = RawReceiver.answering(200)) {
      for (int i = 0; i < 20; i++) {
        Channels.send(channel, Deliveries.to(receiver.url()));
      }
      assertThat(receiver.requests()).hasSize(20);
      assertThat(receiver.accepted()).isEqualTo(1);
    }
  }

  @Test
  void opensAnotherOneWhenTheReceiverClosesIt() throws Exception {
    try (RawReceiver receiver = RawReceiver.answering(OK + "connection: close\r\n", "")) {
      Channels.send(channel, Deliveries.to(receiver.url()));
      Channels.send(channel, Deliveries.to(receiver.url()));
      assertThat(receiver.accepted()).isEqualTo(2);
    }
  }

  @Test
  void hasNoMoreExchangesAndConnectionsPerReceiverThanItMay() throws Exception {
    AtomicInteger mostAtOnce = new AtomicInteger();
    AtomicInteger atOnce = new AtomicInteger();
    RawReceiver.Script counting =
        (request, socket) -> {
          mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          atOnce.decrementAndGet();
          RawReceiver.write(socket, RawReceiver.answer(OK, ""));
        };
    try (RawReceiver receiver = RawReceiver.doing(counting)) {
      Receiver to = Deliveries.receiver(receiver.url()).maxInFlight(3);
      assertThat(outcomes(sendMany(to, 500))).allMatch(Outcome.Acked.class::isInstance);
      assertThat(receiver.requests()).hasSize(500);
      assertThat(receiver.accepted()).isLessThanOrEqualTo(3);
      assertThat(mostAtOnce.get()).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void holdsBackWhatExceedsTheLimitUntilAPlaceIsFree() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (RawReceiver receiver = RawReceiver.doing((request, socket) -> hold(release, socket))) {
      Receiver to = Deliveries.receiver(receiver.url()).maxInFlight(2);
      List<CompletableFuture<Outcome>> sent = sendMany(to, 5);
      await().atMost(Channels.PATIENCE).until(() -> receiver.requests().size() == 2);
      release.countDown();
      assertThat(outcomes(sent)).allMatch(Outcome.Acked.class::isInstance);
      assertThat(receiver.accepted()).isEqualTo(2);
    }
  }

  @Test
  void countsTheWaitForAPlaceIntoTheDeadline() throws Exception {
    try (RawReceiver silent = RawReceiver.silent()) {
      Receiver one = Deliveries.receiver(silent.url()).maxInFlight(1);
      CompletableFuture<Outcome> first = sendMany(one, 1).get(0);
      await().atMost(Channels.PATIENCE).until(() -> silent.requests().size() == 1);
      Receiver hasty = one.exchangeTimeout(Duration.ofMillis(200));
      assertThat(Channels.failing(channel, Deliveries.to(hasty)).error())
          .isEqualTo(
              "timeout: not over within 200 ms, ended while waiting for one of the receiver's own exchanges to end");
      assertThat(silent.accepted()).isEqualTo(1);
      assertThat(first).isNotDone();
    }
  }

  @Test
  void doesNotLetOneReceiverWaitForAnotherBehindTheSameAddress() throws Exception {
    RawReceiver.Script answersOnlyB =
        (request, socket) -> {
          if (request.line().startsWith("POST /b ")) {
            RawReceiver.write(socket, RawReceiver.answer(OK, ""));
          }
        };
    try (RawReceiver receiver = RawReceiver.doing(answersOnlyB)) {
      Receiver a = Deliveries.receiver(receiver.url("/a")).maxInFlight(1);
      sendMany(a, 10);
      await().atMost(Channels.PATIENCE).until(() -> receiver.requests().size() == 1);
      Receiver b = Receiver.http("other", receiver.url("/b"), Deliveries.SECRET).maxInFlight(1);
      assertThat(Channels.send(channel, Deliveries.to(b))).isInstanceOf(Outcome.Acked.class);
    }
  }

  @Test
  void usesANewConnectionWhenTheReceiverHasClosedTheKeptOne() throws Exception {
    RawReceiver.Script closeSilently =
        (request, socket) -> {
          RawReceiver.write(socket, RawReceiver.answer(OK, ""));
          socket.close();
        };
    try (RawReceiver receiver = RawReceiver.doing(closeSilently);
        RawReceiver other = RawReceiver.answering(200)) {
      for (int i = 1; i <= 20; i++) {
        int ended = i;
        assertThat(Channels.send(channel, Deliveries.to(receiver.url())))
            .isInstanceOf(Outcome.Acked.class);
        await().pollInterval(Duration.ofMillis(1)).until(() -> receiver.ended() == ended);
        // On the same event loop, which has heard of the end when this one is over.
        Channels.send(channel, Deliveries.to(other.url()));
      }
      assertThat(receiver.accepted()).isEqualTo(20);
    }
  }

  @Test
  void doesNotUseAConnectionThatTheReceiverIsAboutToClose() throws Exception {
    try (RawReceiver receiver = RawReceiver.answering(OK + "keep-alive: timeout=1\r\n", "")) {
      Channels.send(channel, Deliveries.to(receiver.url()));
      Channels.send(channel, Deliveries.to(receiver.url()));
      assertThat(receiver.accepted()).isEqualTo(2);
    }
  }

  @Test
  void doesNotUseAConnectionOnWhichMoreHasCome() throws Exception {
    CountDownLatch written = new CountDownLatch(20);
    RawReceiver.Script sayMore =
        (request, socket) -> {
          RawReceiver.write(socket, RawReceiver.answer(OK, ""));
          RawReceiver.write(socket, ascii("H"));
          written.countDown();
        };
    try (RawReceiver receiver = RawReceiver.doing(sayMore);
        RawReceiver other = RawReceiver.answering(200)) {
      for (int i = 1; i <= 20; i++) {
        int left = 20 - i;
        assertThat(Channels.send(channel, Deliveries.to(receiver.url())))
            .isInstanceOf(Outcome.Acked.class);
        await().pollInterval(Duration.ofMillis(1)).until(() -> written.getCount() == left);
        // On the same event loop, which has read what came when this one is over.
        Channels.send(channel, Deliveries.to(other.url()));
      }
      assertThat(receiver.accepted()).isEqualTo(20);
    }
  }

  @Test
  void neverSendsAgainWhenAKeptConnectionIsClosedAtReuse() throws Exception {
    AtomicInteger served = new AtomicInteger();
    RawReceiver.Script onlyOnce =
        (request, socket) -> {
          if (served.incrementAndGet() > 1) {
            socket.close();
          } else {
            RawReceiver.write(socket, RawReceiver.answer(OK, ""));
          }
        };
    try (RawReceiver receiver = RawReceiver.doing(onlyOnce)) {
      Channels.send(channel, Deliveries.to(receiver.url()));
      assertThat(Channels.failing(channel, receiver.url()))
          .isEqualTo(
              Outcome.Failed.withoutAnswer("connection closed while waiting for the answer"));
      assertThat(receiver.requests()).hasSize(2);
      assertThat(receiver.accepted()).isEqualTo(1);
    }
  }

  @Test
  void doesNotTakeABrokenOffBodyForAnAck() throws Exception {
    RawReceiver.Script breakOff =
        (request, socket) -> {
          RawReceiver.write(socket, ascii(OK + "content-length: 100\r\n\r\nhalf"));
          socket.close();
        };
    try (RawReceiver receiver = RawReceiver.doing(breakOff)) {
      assertThat(Channels.failing(channel, receiver.url()))
          .isEqualTo(
              new Outcome.Failed(200, "connection closed while reading the answer", "half", null));
    }
  }

  @Test
  void passesOverInterimAnswers() throws Exception {
    String interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n";
    try (RawReceiver receiver = RawReceiver.answering(interim + OK, "")) {
      assertThat(Channels.send(channel, Deliveries.to(receiver.url())))
          .isInstanceOf(Outcome.Acked.class);
    }
  }

  private List<CompletableFuture<Outcome>> sendMany(Receiver to, int count) {
    return Stream.generate(() -> Deliveries.to(to))
        .limit(count)
        .map(delivery -> channel.send(delivery).toCompletableFuture())
        .toList();
  }

  private static List<Outcome> outcomes(List<CompletableFuture<Outcome>> sent) {
    CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new))
        .orTimeout(Channels.PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
    return sent.stream().map(CompletableFuture::join).toList();
  }

  private static void hold(CountDownLatch release, Socket socket) throws IOException {
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    RawReceiver.write(socket, RawReceiver.answer(OK, ""));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
