package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tireless.Delivery;
import dev.tireless.Outcome;
import dev.tireless.Receiver;
import dev.tireless.wire.AckRule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An exchange ends, whatever the receiver does, and takes its connection with it. */
class HttpChannelTimeTest {

  private static final Duration SHORT = Duration.ofMillis(500);
  private static final byte[] ENDLESS_HEAD =
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final HttpChannel channel = Channels.open();

  /** So that no deadline is spent on loading classes. */
  @BeforeEach
  void warmUp() throws Exception {
    try (RawReceiver receiver = RawReceiver.answering(200)) {
      Channels.send(channel, Deliveries.to(receiver.url()));
    }
  }

  @AfterEach
  void close() {
    channel.close();
  }

  @Test
  void endsWhenNoAnswerComes() throws Exception {
    try (RawReceiver silent = RawReceiver.silent()) {
      Outcome.Failed failed = timed(silent.url(), SHORT);
      assertThat(failed)
          .isEqualTo(
              Outcome.Failed.withoutAnswer(
                  "timeout: not over within 500 ms, ended while waiting for the answer"));
      awaitAllEnded(silent);
    }
  }

  @Test
  void endsASlowDrip() throws Exception {
    try (RawReceiver dripping = dripping()) {
      Outcome.Failed failed = timed(dripping.url(), SHORT);
      assertThat(failed.status()).isEqualTo(200);
      assertThat(failed.error())
          .isEqualTo("timeout: not over within 500 ms, ended while reading the answer");
      assertThat(failed.detail()).matches("x+");
      awaitAllEnded(dripping);
    }
  }

  @Test
  void endsASlowDripOfHeaders() throws Exception {
    try (RawReceiver dripping = RawReceiver.doing((request, socket) -> dripHeaders(socket))) {
      assertThat(timed(dripping.url(), SHORT).error()).startsWith("timeout: ");
      awaitAllEnded(dripping);
    }
  }

  @Test
  void endsAReceiverThatDoesNotReadTheRequest() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI url = URI.create("http://127.0.0.1:" + deaf.getLocalPort());
      assertThat(timed(url, SHORT).error()).startsWith("timeout: ");
    }
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
    int port = freePort();
    assertThat(timed(URI.create("http://127.0.0.1:" + port), SHORT).error())
        .isEqualTo("connect refused: 127.0.0.1:" + port);
  }

  @Test
  void readsAnEndlessBodyOnlyToTheCap() throws Exception {
    try (RawReceiver endless = RawReceiver.doing((request, socket) -> pour(socket))) {
      assertThat(Channels.send(channel, Deliveries.to(endless.url())))
          .isEqualTo(new Outcome.Acked(200, "x".repeat(1024)));
      awaitAllEnded(endless);
    }
  }

  @Test
  void decidesByWhatWasReadWhenTheBodyDecides() throws Exception {
    try (RawReceiver endless = RawReceiver.doing((request, socket) -> pour(socket))) {
      Receiver to = Deliveries.receiver(endless.url()).ackRule(AckRule.body("success"));
      assertThat(Channels.failing(channel, Deliveries.to(to)).error())
          .isEqualTo(
              "2xx but not acked: the first 65536 bytes of the answer did not fulfil BODY:success");
      awaitAllEnded(endless);
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

  private Outcome.Failed timed(URI url, Duration timeout) throws Exception {
    Delivery delivery = Deliveries.to(Deliveries.receiver(url).exchangeTimeout(timeout));
    return Channels.failing(channel, delivery);
  }

  private static void awaitAllEnded(RawReceiver receiver) {
    await()
        .atMost(Channels.PATIENCE)
        .untilAsserted(() -> assertThat(receiver.ended()).isEqualTo(receiver.accepted()));
    assertThat(receiver.requests()).hasSize(1);
  }

  private static RawReceiver dripping() throws IOException {
    return RawReceiver.doing(
        (request, socket) -> {
          RawReceiver.write(socket, ENDLESS_HEAD);
          drip(socket, "1\r\nx\r\n");
        });
  }

  private static void dripHeaders(Socket socket) throws IOException {
    RawReceiver.write(socket, "HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
    drip(socket, "x: y\r\n");
  }

  // The pause is a read that times out: it ends at once when the other side hangs up.
  private static void drip(Socket socket, String drop) throws IOException {
    socket.setSoTimeout(50);
    while (!isHungUp(socket)) {
      RawReceiver.write(socket, drop.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static boolean isHungUp(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException stillThere) {
      return false;
    }
  }

  private static void pour(Socket socket) throws IOException {
    RawReceiver.write(socket, ENDLESS_HEAD);
    byte[] chunk = ("1000\r\n" + "x".repeat(4096) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    while (true) {
      RawReceiver.write(socket, chunk);
    }
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

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
