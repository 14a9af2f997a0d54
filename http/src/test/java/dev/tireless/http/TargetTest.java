package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {

  @ParameterizedTest
  @CsvSource({
    "http://example.com,                 false, example.com,   80,    /",
    "https://example.com,                true,  example.com,   443,   /",
    "HTTPS://Example.COM:8443/a/b?c=d#e, true,  Example.COM,   8443,  /a/b?c=d",
    "http://10.0.0.1:65535/,             false, 10.0.0.1,      65535, /",
    "http://[2001:db8::1]:8080?x,        false, [2001:db8::1], 8080,  /?x",
    "http://example.com/水,               false, example.com,   80,    /%E6%B0%B4"
  })
  void takesAUrlApart(URI url, boolean tls, String host, int port, String path) {
    assertThat(Target.of(url)).isEqualTo(new Target(tls, host, literal(host), port, path));
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://example.com/,                    the scheme must be http or https",
    "example.com/path,                      the scheme must be http or https",
    "//example.com/path,                    the scheme must be http or https",
    "http:example.com,                      it has no host",
    "http:///path,                          it has no host",
    "http://under_score.example.com/,       it has no host",
    "http://水.example/,                     it has no host",
    "http://127.1/,                         it has no host",
    "http://2130706433/,                    its host is an address in an odd spelling",
    "http://0x7f.0.0.1/,                    it has no host",
    "http://0x7f000001/,                    its host is an address in an odd spelling",
    "http://0177.0.0.1/,                    its host is an address in an odd spelling",
    "http://127.0.0.01/,                    its host is an address in an odd spelling",
    "http://[fe80::1%25eth0]/,              its host is an address in an odd spelling",
    "http://[::ffff:0177.0.0.1]/,           its host is an address in an odd spelling",
    "http://127.0.0.1./,                    it has no host",
    "http://example.com./,                  its host ends with a dot",
    "http://localhost%2e/,                  it has no host",
    "http://user@example.com/,              it must not hold a user or a password",
    "http://user:secret@example.com/,       it must not hold a user or a password",
    "http://:@example.com/,                 it must not hold a user or a password",
    "http://example.com:0/,                 its port must be from 1 to 65535",
    "http://example.com:65536/,             its port must be from 1 to 65535"
  })
  void refusesWhatCannotBeCalled(URI url, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpChannel.check(url))
        .withMessageStartingWith("The url cannot be called: " + why)
        .withMessageNotContaining("secret");
  }

  private static Optional<InetAddress> literal(String host) {
    return IpLiteral.parse(host.replaceAll("[\\[\\]]", ""));
  }

  @Test
  void isCheckedAtConfigurationTime() {
    assertThatCode(() -> HttpChannel.check(URI.create("https://example.com/hook")))
        .doesNotThrowAnyException();
  }
}
