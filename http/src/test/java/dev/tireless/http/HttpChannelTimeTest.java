package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tireless.Outcome;
import dev.tireless.Receiver;
import dev.tireless.testdatabases.FreePort;
import dev.tireless.testing.SettableClock;
import dev.tireless.wire.AckRule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long an exchange takes at most, and how much of an answer is read. */
class HttpChannelTimeTest {

  private final HttpChannel channel = Channels.open();

  @AfterEach
  void close() {
    channel.close();
  }

  @Test
  void waitsNoLongerForAConnectionThanTheConnectTimeout() throws Exception {
    HttpChannelSettings hasty = Channels.LOOPBACK.connectTimeout(Duration.ofMillis(200));
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HttpChannel channel = Channels.open(hasty)) {
      List<Socket> crowd = fill(full);
      String where = "127.0.0.1:" + full.getLocalPort();
      assertThat(Channels.failing(channel, URI.create("http://" + where)).error())
          .isEqualTo("connect timeout: no connection to " + where + " in time");
      for (Socket socket : crowd) {
        socket.close();
      }
    }
  }

  @Test
  void knowsARefusedConnection() throws Exception {
    int port = FreePort.find();
    assertThat(Channels.failing(channel, URI.create("http://127.0.0.1:" + port)).error())
        .isEqualTo("connect refused: 127.0.0.1:" + port);
  }

  @Test
  void decidesByWhatWasReadWhenTheBodyDecides() throws Exception {
    String body = "x".repeat(64 * 1024 + 1);
    try (RawReceiver receiver = RawReceiver.answering("HTTP/1.1 200 OK\r\n", body)) {
      Receiver to = Deliveries.receiver(receiver.url()).ackRule(AckRule.body("success"));
      assertThat(Channels.failing(channel, Deliveries.to(to)).error())
          .isEqualTo(
              "2xx but not acked: the first 65536 bytes of the answer did not fulfil BODY:success");
    }
  }

  @Test
  void keepsTheConnectionAfterABodyOfExactlyTheCap() throws Exception {
    String body = "x".repeat(64 * 1024);
    try (RawReceiver receiver = RawReceiver.answering("HTTP/1.1 200 OK\r\n", body)) {
      Channels.send(channel, Deliveries.to(receiver.url()));
      Channels.send(channel, Deliveries.to(receiver.url()));
      assertThat(receiver.accepted()).isEqualTo(1);
    }
  }

  @Test
  void sendsNothingThatWaitedBeyondItsTimeWhileTheProcessStoodStill() throws Exception {
    SettableClock clock = new SettableClock(Deliveries.NOW);
    CountDownLatch awake = new CountDownLatch(1);
    try (RawReceiver receiver = RawReceiver.doing((request, socket) -> answer(awake, socket));
        HttpChannel channel = new HttpChannel(Channels.LOOPBACK, clock, new Random(42))) {
      Receiver one = Deliveries.receiver(receiver.url()).maxInFlight(1);
      CompletionStage<Outcome> sent = channel.send(Deliveries.to(one));
      CompletionStage<Outcome> waiting = channel.send(Deliveries.to(one));
      await().atMost(Channels.PATIENCE).until(() -> receiver.requests().size() == 1);
      clock.advance(one.exchangeTimeout());
      awake.countDown();

      assertThat(sent).succeedsWithin(Channels.PATIENCE).isInstanceOf(Outcome.Acked.class);
      assertThat(waiting).succeedsWithin(Channels.PATIENCE).isInstanceOf(Outcome.Failed.class);
      assertThat(receiver.requests()).hasSize(1);
    }
  }

  private static void answer(CountDownLatch when, Socket socket) throws IOException {
    try {
      when.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    RawReceiver.write(socket, RawReceiver.answer("HTTP/1.1 200 OK\r\n", ""));
  }

  // Nobody accepts, so the backlog fills, and the next one to knock hears nothing.
  private static List<Socket> fill(ServerSocket server) throws IOException {
    List<Socket> crowd = new ArrayList<>();
    while (true) {
      Socket socket = new Socket();
      try {
        socket.connect(server.getLocalSocketAddress(), 200);
        crowd.add(socket);
      } catch (SocketTimeoutException full) {
        socket.close();
        return crowd;
      }
    }
  }
}
