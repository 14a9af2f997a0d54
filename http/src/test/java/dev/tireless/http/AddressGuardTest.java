package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.Inet6Address;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are called. */
class AddressGuardTest {

  private static final AddressGuard CLOSED = new AddressGuard(OpenNetworks.none());

  @ParameterizedTest
  @MethodSource("dev.tireless.http.ReservedRange#all")
  void refusesAReservedRangeAndNothingBesideIt(ReservedRange range) {
    range.ends().forEach(end -> refuses(CLOSED, end));
    range.neighbours().forEach(neighbour -> allows(CLOSED, neighbour));
  }

  @ParameterizedTest
  @MethodSource("dev.tireless.http.ReservedRange#ofV4")
  void judgesAnIpv4AddressInEveryDisguise(ReservedRange range) {
    range.ends().forEach(end -> Disguises.all(end).forEach(it -> refuses(CLOSED, it)));
    for (String neighbour : range.neighbours()) {
      Disguises.judgedByV4Alone(neighbour).forEach(it -> allows(CLOSED, it));
      Disguises.reservedThemselves(neighbour).forEach(it -> refuses(CLOSED, it));
    }
  }

  @Test
  void hasATestOfEveryRange() {
    List<String> tested = ReservedRange.all().stream().map(ReservedRange::network).toList();
    assertThat(ReservedNetworks.all())
        .extracting(row -> row.network().toString())
        .containsExactlyInAnyOrderElementsOf(tested);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "93.184.215.14",
        "2606:4700:4700::1111",
        "2a00:1450:4001::5"
      })
  void allowsPublicAddresses(String address) {
    allows(CLOSED, address);
  }

  @Test
  void seesThroughAMappedAddressThatJavaHasNotTurnedIntoIpv4() throws Exception {
    byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffff7f000001");
    assertThatExceptionOfType(AddressRefusedException.class)
        .isThrownBy(() -> CLOSED.check(Inet6Address.getByAddress(null, mapped, -1)))
        .withMessageContaining("carries 127.0.0.1, which is loopback");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.0/8,        127.0.0.1",
    "127.0.0.0/8,        ::ffff:127.0.0.1",
    "127.0.0.0/8,        64:ff9b::127.0.0.1",
    "127.0.0.0/8,        2002:7f00:1::",
    "127.0.0.0/8,        ::127.0.0.1",
    "::1,                ::1",
    "::,                 ::",
    "10.1.2.3,           10.1.2.3",
    "169.254.0.0/16,     169.254.169.254",
    "fd00::/8,           fd12:3456::1",
    "64:ff9b:1::/48,     64:ff9b:1::8.8.8.8",
    "2001::/32,          2001:0:808:808:0:0:f7f7:f7f7"
  })
  void allowsWhatIsOpened(String network, String address) {
    refuses(CLOSED, address);
    allows(new AddressGuard(OpenNetworks.of(network)), address);
  }

  @ParameterizedTest
  @CsvSource({
    "::/0,               ::ffff:127.0.0.1",
    "::/0,               64:ff9b::127.0.0.1",
    "::/0,               2002:7f00:1::",
    "64:ff9b:1::/48,     64:ff9b:1::127.0.0.1",
    "2001::/32,          2001:0:7f00:1:0:0:f7f7:f7f7",
    "2001::/32,          2001:0:808:808:0:0:80ff:fffe",
    "fe80::/10,          fe80::5efe:127.0.0.1",
    "127.0.0.0/8,        fe80::5efe:127.0.0.1",
    "127.0.0.0/8,        2001:0:808:808:0:0:80ff:fffe",
    "10.0.0.0/8,         127.0.0.1"
  })
  void doesNotAllowWhatIsOnlyHalfOpened(String network, String address) {
    refuses(new AddressGuard(OpenNetworks.of(network)), address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127.0.0.1        | 127.0.0.1 is loopback (127.0.0.0/8, RFC 1122)
          10.0.0.1         | 10.0.0.1 is private (10.0.0.0/8, RFC 1918)
          169.254.169.254  | 169.254.169.254 is cloud metadata (169.254.169.254/32, all clouds)
          fd00:ec2::254    | fd00:ec2::254 is cloud metadata and services (fd00:ec2::/32, Amazon Web Services)
          ::ffff:127.0.0.1 | 127.0.0.1 is loopback (127.0.0.0/8, RFC 1122)
          64:ff9b::7f00:1  | 64:ff9b::7f00:1 carries 127.0.0.1, which is loopback (127.0.0.0/8, RFC 1122)
          4321::           | 4321:: is reserved (4000::/2, RFC 4291)
          """)
  void saysWhatAnAddressIsAndHowToOpenIt(String address, String why) {
    assertThatExceptionOfType(AddressRefusedException.class)
        .isThrownBy(() -> CLOSED.check(IpLiteral.parse(address).orElseThrow()))
        .withMessage(
            "address refused: "
                + why
                + "; to allow it, add it or its network to tireless.http.open-networks (in code: HttpChannelSettings.openNetworks)");
  }

  private static void refuses(AddressGuard guard, String address) {
    assertThatExceptionOfType(AddressRefusedException.class)
        .as(address)
        .isThrownBy(() -> guard.check(IpLiteral.parse(address).orElseThrow()));
  }

  private static void allows(AddressGuard guard, String address) {
    assertThatCode(() -> guard.check(IpLiteral.parse(address).orElseThrow()))
        .as(address)
        .doesNotThrowAnyException();
  }
}
