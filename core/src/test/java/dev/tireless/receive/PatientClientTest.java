package dev.tireless.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real server that wants to be left alone for a while. */
class PatientClientTest implements Pace {

  private final List<Duration> pauses = new ArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private String retryAfter = "1";
  private boolean hasTime = true;
  private HttpServer server;
  private PatientClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean refused = refusals.getAndDecrement() > 0;
          if (refused) {
            exchange.getResponseHeaders().add("retry-after", retryAfter);
          }
          exchange.sendResponseHeaders(refused ? 429 : 200, -1);
          exchange.close();
        });
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    client = new PatientClient(new HttpNotifierClient(uri, "trc_secret"), this);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Override
  public boolean isOver() {
    return !hasTime;
  }

  @Override
  public boolean pause(Duration time) {
    pauses.add(time);
    return hasTime;
  }

  @Test
  void asksAgainAfterTheTimeThatWasWished() {
    refusals.set(3);

    client.acknowledge(1, List.of(1L));

    assertThat(pauses).hasSize(3).containsOnly(Duration.ofSeconds(1));
  }

  @Test
  void doesNotWaitLong() {
    refusals.set(1);
    retryAfter = "6";

    assertThatThrownBy(() -> client.acknowledge(1, List.of(1L)))
        .isInstanceOf(NotifierException.class);
    assertThat(pauses).isEmpty();
  }

  @Test
  void doesNotWaitForEver() {
    refusals.set(1000);

    assertThatThrownBy(() -> client.acknowledge(1, List.of(1L)))
        .isInstanceOf(NotifierException.class);
    assertThat(pauses).hasSize(4);
  }

  @Test
  void doesNotWaitWhenItIsToEnd() {
    refusals.set(1);
    hasTime = false;

    assertThatThrownBy(() -> client.acknowledge(1, List.of(1L)))
        .isInstanceOf(NotifierException.class);
    assertThat(pauses).hasSize(1);
  }
}
