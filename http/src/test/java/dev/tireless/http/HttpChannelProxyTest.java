package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A proxy that the environment names would judge addresses in our place, so none is asked. */
class HttpChannelProxyTest {

  @Test
  void asksNoProxyOfTheEnvironment() throws Exception {
    try (RawReceiver proxy = RawReceiver.answering(502);
        RawReceiver receiver = RawReceiver.answering(200)) {
      String said =
          ChildJvm.run(
              properties(proxy.port()),
              environment(proxy.port()),
              OneCall.class,
              receiver.url().toString());
      assertThat(said).contains("ACKED");
      assertThat(receiver.requests()).hasSize(1);
      assertThat(proxy.accepted()).isZero();
    }
  }

  private static List<String> properties(int port) {
    return Stream.of(
            "java.net.useSystemProxies=true",
            "http.proxyHost=127.0.0.1",
            "http.proxyPort=" + port,
            "https.proxyHost=127.0.0.1",
            "https.proxyPort=" + port,
            "socksProxyHost=127.0.0.1",
            "socksProxyPort=" + port,
            "http.nonProxyHosts=",
            "socksNonProxyHosts=")
        .map(property -> "-D" + property)
        .toList();
  }

  private static Map<String, String> environment(int port) {
    Map<String, String> environment = new HashMap<>();
    for (String name : List.of("http_proxy", "https_proxy", "all_proxy")) {
      environment.put(name, "http://127.0.0.1:" + port);
      environment.put(name.toUpperCase(Locale.ROOT), "http://127.0.0.1:" + port);
    }
    environment.put("no_proxy", "");
    environment.put("NO_PROXY", "");
    return environment;
  }
}
