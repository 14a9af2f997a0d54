package dev.tireless.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.Outcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver is believed to be who its certificate says, and only then told anything. */
class HttpChannelTlsTest {

  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final String TRUST_STORE_PASSWORD = "javax.net.ssl.trustStorePassword";

  @TempDir private static Path folder;
  private static TestCertificate certificate;

  private final HttpChannelSettings settings =
      Channels.LOOPBACK.connectTimeout(Duration.ofSeconds(5));

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.create(folder, "localhost");
  }

  @AfterEach
  void trustAgainWhatTheJvmTrusts() {
    System.clearProperty(TRUST_STORE);
    System.clearProperty(TRUST_STORE_PASSWORD);
  }

  @Test
  void tellsNothingToWhomItDoesNotTrust() throws Exception {
    try (RawReceiver receiver = receiver();
        HttpChannel channel = Channels.open(settings)) {
      assertThat(Channels.failing(channel, https("localhost", receiver)).error())
          .isEqualTo("tls: unable to find valid certification path to requested target");
      assertThat(receiver.requests()).isEmpty();
    }
  }

  @Test
  void tellsWhomTheJvmTrusts() throws Exception {
    trust();
    try (RawReceiver receiver = receiver();
        HttpChannel channel = Channels.open(settings)) {
      assertThat(Channels.send(channel, Deliveries.to(https("localhost", receiver))))
          .isInstanceOf(Outcome.Acked.class);
      assertThat(receiver.requests().get(0).header("host"))
          .isEqualTo("localhost:" + receiver.port());
    }
  }

  @Test
  void tellsNothingToACertificateOfAnotherName() throws Exception {
    trust();
    try (RawReceiver receiver = receiver();
        HttpChannel channel = Channels.open(settings)) {
      assertThat(Channels.failing(channel, https("127.0.0.1", receiver)).error())
          .isEqualTo("tls: No subject alternative names matching IP address 127.0.0.1 found");
      assertThat(receiver.requests()).isEmpty();
    }
  }

  @Test
  void knowsAReceiverThatDoesNotSpeakTls() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        HttpChannel channel = Channels.open(settings)) {
      URI url = URI.create("https://127.0.0.1:" + plain.getLocalPort());
      CompletionStage<Outcome> sent = channel.send(Deliveries.to(url));
      try (Socket socket = plain.accept()) {
        RawReceiver.write(socket, RawReceiver.answer("HTTP/1.1 400 Bad Request\r\n", ""));
        assertThat(((Outcome.Failed) sent.toCompletableFuture().get(20, SECONDS)).error())
            .isEqualTo("tls: the receiver does not speak it on this port");
      }
    }
  }

  @Test
  void countsTheHandshakeIntoTheConnectTimeout() throws Exception {
    HttpChannelSettings hasty = settings.connectTimeout(Duration.ofMillis(200));
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        HttpChannel channel = Channels.open(hasty)) {
      URI url = URI.create("https://127.0.0.1:" + mute.getLocalPort());
      assertThat(Channels.failing(channel, url).error()).startsWith("connect timeout: ");
    }
  }

  private static RawReceiver receiver() throws Exception {
    RawReceiver.Script ok =
        (request, socket) ->
            RawReceiver.write(socket, RawReceiver.answer("HTTP/1.1 200 OK\r\n", ""));
    return RawReceiver.doing(ok, certificate.listen());
  }

  private static URI https(String host, RawReceiver receiver) {
    return URI.create("https://" + host + ":" + receiver.port() + "/");
  }

  private static void trust() {
    System.setProperty(TRUST_STORE, certificate.keyStore().toString());
    System.setProperty(TRUST_STORE_PASSWORD, TestCertificate.PASSWORD);
  }
}
