package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class HttpChannelSettingsTest {

  private static final HttpChannelSettings DEFAULTS = HttpChannelSettings.defaults();

  @Test
  void startsFromTheNumbersOfTheProtocol() {
    assertThat(DEFAULTS.connectTimeout()).hasSeconds(3);
    assertThat(DEFAULTS.readCap()).isEqualTo(64 * 1024);
    assertThat(DEFAULTS.excerpt()).isEqualTo(1024);
    assertThat(DEFAULTS.idleKeepAlive()).hasSeconds(30);
    assertThat(DEFAULTS.openNetworks()).isEqualTo(OpenNetworks.none());
  }

  @Test
  void changesOneThingEach() {
    OpenNetworks loopback = OpenNetworks.loopback();
    assertThat(
            DEFAULTS
                .connectTimeout(Duration.ofSeconds(1))
                .readCap(1)
                .excerpt(2)
                .idleKeepAlive(Duration.ofSeconds(4))
                .openNetworks(loopback)
                .version("9"))
        .isEqualTo(
            new HttpChannelSettings(
                Duration.ofSeconds(1), 1, 2, Duration.ofSeconds(4), loopback, "9"));
  }

  @Test
  void refusesWhatIsOutOfRange() {
    refuses("connectTimeout", it -> it.connectTimeout(Duration.ZERO));
    refuses("connectTimeout", it -> it.connectTimeout(Duration.ofSeconds(31)));
    refuses("readCap", it -> it.readCap(0));
    refuses("excerpt", it -> it.excerpt(1025));
    refuses("idleKeepAlive", it -> it.idleKeepAlive(Duration.ofMillis(999)));
    refuses("version", it -> it.version("1 beta"));
    refuses("version", it -> it.version("1\r\nx: y"));
  }

  private static void refuses(String name, UnaryOperator<HttpChannelSettings> change) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> change.apply(DEFAULTS))
        .withMessageStartingWith(name + " must be ");
  }
}
