package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.Outcome;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only opened networks are called, whatever the url calls them. */
class HttpChannelAddressTest {

  private RawReceiver canary;

  @BeforeEach
  void listen() throws IOException {
    canary = RawReceiver.answering(200);
  }

  @AfterEach
  void close() throws IOException {
    canary.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "LOCALHOST", "[::ffff:127.0.0.1]"})
  void refusesEveryAddressByDefault(String host) throws Exception {
    try (HttpChannel channel = Channels.open(HttpChannelSettings.defaults())) {
      assertThat(Channels.failing(channel, at(host)).error())
          .startsWith("address refused: ")
          .contains(" is not opened; add it to tireless.http.open-networks");
    }
    assertThat(canary.accepted()).isZero();
  }

  @Test
  void refusesWhatIsOutsideTheOpenedNetworks() throws Exception {
    OpenNetworks others = OpenNetworks.of("127.0.0.2/31", "10.0.0.0/8", "::/0");
    try (HttpChannel channel = Channels.open(Channels.LOOPBACK.openNetworks(others))) {
      assertThat(Channels.failing(channel, at("127.0.0.1")).error())
          .startsWith("address refused: 127.0.0.1 is not opened");
    }
    assertThat(canary.accepted()).isZero();
  }

  @Test
  void callsANameThatLeadsToAnOpenedAddressAndKeepsTheName() throws Exception {
    try (HttpChannel channel = Channels.open()) {
      assertThat(Channels.send(channel, Deliveries.to(at("localhost"))))
          .isInstanceOf(Outcome.Acked.class);
    }
    assertThat(canary.requests().get(0).header("host")).isEqualTo("localhost:" + canary.port());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:pass@127.0.0.1:%d/",
        "http://127.0.0.1:%d@127.0.0.1/",
        "http://0177.0.0.1:%d/",
        "http://2130706433:%d/",
        "http://127.1:%d/",
        "http:///no-host",
        "http:opaque",
        "ftp://127.0.0.1:%d/",
        "/relative"
      })
  void failsOnAUrlThatTwoParsersMightReadDifferently(String url) throws Exception {
    URI uri = URI.create(url.formatted(canary.port()));
    try (HttpChannel channel = Channels.open()) {
      assertThat(Channels.failing(channel, uri).error())
          .startsWith("bad request: The url cannot be called: ");
    }
    assertThat(canary.accepted()).isZero();
  }

  @Test
  void failsOnANameWithoutAddress() throws Exception {
    String impossible = "a".repeat(64) + ".test";
    try (HttpChannel channel = Channels.open()) {
      assertThat(Channels.failing(channel, at(impossible)).error())
          .isEqualTo("dns: no address found for " + impossible);
    }
  }

  @Test
  void dialsAnIpv6Address() throws Exception {
    int port = HttpChannelTimeTest.freePort();
    try (HttpChannel channel = Channels.open()) {
      // Where a machine has no IPv6, the system says so instead of refusing.
      assertThat(Channels.failing(channel, URI.create("http://[::1]:" + port)).error())
          .matches(
              "connect (refused: \\[::1]:" + port + "|failed: .*(unreachable|family|assign).*)");
    }
  }

  @Test
  void showsNothingOfTheUrlButItsHost() throws Exception {
    URI secret =
        URI.create("http://127.0.0.1:" + HttpChannelTimeTest.freePort() + "/t0ken?k=t0ken");
    try (HttpChannel channel = Channels.open()) {
      assertThat(Channels.failing(channel, secret).error()).doesNotContain("t0ken");
    }
  }

  private URI at(String host) {
    return URI.create("http://" + host + ":" + canary.port() + "/");
  }
}
