package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenNetworksTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,         10.0.0.0,               true",
    "10.0.0.0/8,         10.255.255.255,         true",
    "10.0.0.0/8,         9.255.255.255,          false",
    "10.0.0.0/8,         11.0.0.0,               false",
    "192.168.4.0/22,     192.168.7.255,          true",
    "192.168.4.0/22,     192.168.8.0,            false",
    "192.168.1.2,        192.168.1.2,            true",
    "192.168.1.2/32,     192.168.1.3,            false",
    "0.0.0.0/0,          255.255.255.255,        true",
    "0.0.0.0/0,          ::1,                    false",
    "::/0,               10.0.0.1,               false",
    "10.0.0.0/8,         ::ffff:10.0.0.1,        true",
    "::/0,               ::ffff:10.0.0.1,        false",
    "::1,                ::1,                    true",
    "fd00::/8,           fdff::1,                true",
    "fd00::/8,           fe00::1,                false",
    "2001:db8:8000::/33, 2001:db8:8000::1,       true",
    "2001:db8:8000::/33, 2001:db8:7fff::1,       false"
  })
  void containsTheAddressesOfItsNetworks(String cidr, String address, boolean expected) {
    assertThat(OpenNetworks.of(cidr).contains(address(address))).isEqualTo(expected);
  }

  @Test
  void isTheUnionOfItsNetworks() {
    OpenNetworks networks = OpenNetworks.of("10.0.0.0/8", "::1/128");
    assertThat(networks.contains(address("10.1.2.3"))).isTrue();
    assertThat(networks.contains(address("::1"))).isTrue();
    assertThat(networks.contains(address("11.1.2.3"))).isFalse();
    assertThat(networks).hasToString("[10.0.0.0/8, ::1/128]");
  }

  @Test
  void isClosedWhenNothingIsSaid() {
    assertThat(OpenNetworks.none().contains(address("127.0.0.1"))).isFalse();
  }

  @Test
  void loopbackIsThisMachineAlone() {
    assertThat(OpenNetworks.loopback().contains(address("127.255.0.1"))).isTrue();
    assertThat(OpenNetworks.loopback().contains(address("::1"))).isTrue();
    assertThat(OpenNetworks.loopback().contains(address("10.0.0.1"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'',                 is no IPv4 or IPv6 address",
    "localhost,          is no IPv4 or IPv6 address",
    "127.1/8,            is no IPv4 or IPv6 address",
    "010.0.0.0/8,        is no IPv4 or IPv6 address",
    "10.0.0.256/32,      is no IPv4 or IPv6 address",
    "10.0.0/8,           is no IPv4 or IPv6 address",
    "[::1]/128,          is no IPv4 or IPv6 address",
    "fe80::1%eth0/64,    is no IPv4 or IPv6 address",
    "1::2::3/64,         is no IPv4 or IPv6 address",
    "10.0.0.0/33,        the prefix must be a number from 0 to 32",
    "10.0.0.0/-1,        the prefix must be a number from 0 to 32",
    "10.0.0.0/,          the prefix must be a number from 0 to 32",
    "10.0.0.0/8/8,       the prefix must be a number from 0 to 32",
    "::/129,             the prefix must be a number from 0 to 128",
    "10.0.0.1/8,         it has bits behind its prefix",
    "fd00::1/8,          it has bits behind its prefix"
  })
  void saysWhatIsWrongWithANetwork(String cidr, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpenNetworks.of(cidr))
        .withMessageStartingWith("'" + cidr + "' is no network")
        .withMessageContaining(why);
  }

  private static InetAddress address(String literal) {
    return IpLiteral.parse(literal).orElseThrow();
  }
}
