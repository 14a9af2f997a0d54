package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {

  private static final Map<String, List<String>> NAMES =
      Map.of(
          "one.test", List.of("10.0.0.1"),
          "two.test", List.of("10.0.0.1", "10.0.0.2"),
          "public.test", List.of("8.8.8.8", "1.1.1.1"),
          "mixed.test", List.of("10.0.0.1", "192.168.0.1"),
          "half.test", List.of("8.8.8.8", "127.0.0.1"),
          "mapped.test", List.of("::ffff:127.0.0.1"),
          "nat64.test", List.of("64:ff9b::7f00:1"),
          "local.test", List.of("2a00::1", "fe80::1"));

  private static TestNameServer server;
  private static EventLoops loops;
  private static EventLoop loop;
  private static Addresses addresses;

  @BeforeAll
  static void start() throws Exception {
    server = new TestNameServer(NAMES);
    loops = new EventLoops(Duration.ofSeconds(30), server.provider());
    loop = loops.of(Deliveries.receiver(URI.create("http://127.0.0.1")));
    addresses = new Addresses(new AddressGuard(OpenNetworks.of("10.0.0.0/8")));
  }

  @AfterAll
  static void stop() throws Exception {
    assertThat(loops.close().await(20, TimeUnit.SECONDS)).isTrue();
    server.close();
  }

  @Test
  void findsTheAddressOfAName() throws Exception {
    assertThat(find("one.test", 1).getHostAddress()).isEqualTo("10.0.0.1");
  }

  @Test
  void takesAnAddressAsItIs() throws Exception {
    assertThat(find("10.9.8.7", 1).getHostAddress()).isEqualTo("10.9.8.7");
  }

  @Test
  void triesTheNextAddressAtTheNextAttempt() throws Exception {
    InetAddress first = find("two.test", 1);
    assertThat(find("two.test", 2)).isNotEqualTo(first);
    assertThat(find("two.test", 3)).isEqualTo(first);
  }

  @Test
  void findsAPublicAddressWithoutBeingToldTo() throws Exception {
    assertThat(find("public.test", 1).getHostAddress()).isIn("8.8.8.8", "1.1.1.1");
  }

  @ParameterizedTest
  @CsvSource({
    "mixed.test,  192.168.0.1 is private",
    "half.test,   127.0.0.1 is loopback",
    "mapped.test, 127.0.0.1 is loopback",
    "nat64.test,  '64:ff9b::7f00:1 carries 127.0.0.1, which is loopback'",
    "local.test,  fe80::1 is link-local"
  })
  void refusesANameWithOneAnswerThatMustNotBeCalled(String name, String why) {
    for (int attempt = 1; attempt <= 2; attempt++) {
      int asked = attempt;
      assertThatThrownBy(() -> find(name, asked))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(AddressRefusedException.class)
          .hasMessageStartingWith("address refused: " + why);
    }
  }

  @Test
  void findsNoAddressOfANameThatDoesNotExist() {
    assertThatThrownBy(() -> find("none.test", 1)).cause().isInstanceOf(UnknownHostException.class);
  }

  private static InetAddress find(String host, int attempt) throws Exception {
    Target target = Target.of(URI.create("http://" + host));
    return CompletableFuture.completedFuture(target)
        .thenComposeAsync(it -> addresses.of(it, attempt, loop), loop::run)
        .get(20, TimeUnit.SECONDS);
  }
}
