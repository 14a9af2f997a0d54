package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.Outcome;
import dev.tireless.testdatabases.FreePort;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only public addresses and opened networks are called, whatever the url calls them. */
class HttpChannelAddressTest {

  private RawReceiver canary;

  @BeforeEach
  void listen() throws IOException {
    // On every address of this machine.
    canary = RawReceiver.answering(200, new ServerSocket(0));
  }

  @AfterEach
  void close() throws IOException {
    canary.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "LOCALHOST", "[::ffff:127.0.0.1]"})
  void refusesThisMachineByDefault(String host) throws Exception {
    try (HttpChannel channel = Channels.open(HttpChannelSettings.defaults())) {
      assertThat(Channels.failing(channel, at(host)))
          .isEqualTo(
              Outcome.Failed.withoutAnswer(
                  "address refused: 127.0.0.1 is loopback (127.0.0.0/8, RFC 1122); to allow it, add it or its network to tireless.http.open-networks (in code: HttpChannelSettings.openNetworks)"));
    }
    assertThat(canary.accepted()).isZero();
  }

  @Test
  void callsNothingInAReservedRangeHoweverItIsWritten() throws Exception {
    try (HttpChannel channel = Channels.open(HttpChannelSettings.defaults())) {
      for (String host : reservedHosts()) {
        assertThat(Channels.failing(channel, at(host)).error())
            .as(host)
            .startsWith("address refused: ");
      }
    }
    assertThat(canary.accepted()).isZero();
  }

  @Test
  void refusesWhatIsOutsideTheOpenedNetworks() throws Exception {
    OpenNetworks others = OpenNetworks.of("127.0.0.2/31", "10.0.0.0/8", "::/0");
    try (HttpChannel channel = Channels.open(Channels.LOOPBACK.openNetworks(others))) {
      assertThat(Channels.failing(channel, at("127.0.0.1")).error())
          .startsWith("address refused: 127.0.0.1 is loopback");
    }
    assertThat(canary.accepted()).isZero();
  }

  @Test
  void dialsTheAddressThatWasCheckedWhateverTheNameServerSaysNext() throws Exception {
    Map<String, List<String>> harmless = Map.of("rebind.test", List.of("127.0.0.2"));
    Map<String, List<String>> harmful = Map.of("rebind.test", List.of("127.0.0.1"));
    HttpChannelSettings settings = Channels.LOOPBACK.openNetworks(OpenNetworks.of("127.0.0.2"));
    try (TestNameServer names = new TestNameServer(harmless, harmful);
        RawReceiver second = RawReceiver.answering(200, on("127.0.0.2"));
        RawReceiver first = RawReceiver.answering(200, on("127.0.0.1", second.port()));
        HttpChannel channel = Channels.open(settings, names.provider())) {
      URI url = URI.create("http://rebind.test:" + second.port());
      assertThat(Channels.send(channel, Deliveries.to(url))).isInstanceOf(Outcome.Acked.class);
      assertThat(names.asked()).isEqualTo(1);
      assertThat(Channels.failing(channel, url).error())
          .startsWith("address refused: 127.0.0.1 is loopback");
      assertThat(second.requests()).hasSize(1);
      assertThat(first.accepted()).isZero();
    }
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
        "http://0x7f.0.0.1:%d/",
        "http://0x7f.1:%d/",
        "http://0x7f000001:%d/",
        "http://017700000001:%d/",
        "http://2130706433:%d/",
        "http://127.1:%d/",
        "http://127.0.1:%d/",
        "http://0:%d/",
        "http://127.0.0.1.:%d/",
        "http://localhost.:%d/",
        "http://１２７.0.0.1:%d/",
        "http://①②⑦.⓪.⓪.①:%d/",
        "http://127。0。0。1:%d/",
        "http://127%%2e0.0.1:%d/",
        "http://%%6cocalhost:%d/",
        "http://[::ffff:0177.0.0.1]:%d/",
        "http://[::1%%251]:%d/",
        "http://[::1%%25lo]:%d/",
        "http://127.0.0.1:%d1/",
        "http://127.0.0.1:-%d/",
        "http://127.0.0.1:0/",
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
    int port = FreePort.find();
    try (HttpChannel channel = Channels.open()) {
      // Where a machine has no IPv6, the system says so instead of refusing.
      assertThat(Channels.failing(channel, URI.create("http://[::1]:" + port)).error())
          .matches(
              "connect (refused: \\[::1]:" + port + "|failed: .*(unreachable|family|assign).*)");
    }
  }

  @Test
  void showsNothingOfTheUrlButItsHost() throws Exception {
    URI secret = URI.create("http://127.0.0.1:" + FreePort.find() + "/t0ken?k=t0ken");
    try (HttpChannel channel = Channels.open()) {
      assertThat(Channels.failing(channel, secret).error()).doesNotContain("t0ken");
    }
  }

  private static List<String> reservedHosts() {
    return ReservedRange.all().stream()
        .flatMap(range -> range.ends().stream())
        .flatMap(end -> end.contains(":") ? Stream.of(end) : withDisguises(end))
        .distinct()
        .toList();
  }

  private static Stream<String> withDisguises(String v4) {
    return Stream.concat(Stream.of(v4), Disguises.all(v4).stream());
  }

  private static ServerSocket on(String address) throws IOException {
    return on(address, 0);
  }

  private static ServerSocket on(String address, int port) throws IOException {
    return new ServerSocket(port, 50, IpLiteral.parse(address).orElseThrow());
  }

  private URI at(String host) {
    String authority = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return URI.create("http://" + authority + ":" + canary.port() + "/");
  }
}
