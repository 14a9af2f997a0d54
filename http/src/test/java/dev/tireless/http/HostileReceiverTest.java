package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tireless.Delivery;
import dev.tireless.Outcome;
import dev.tireless.Payload;
import dev.tireless.Receiver;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a receiver does, the exchange has the right end in time, no connection and no place is
 * lost, and the next exchange with the same receiver is as good as any.
 */
class HostileReceiverTest {

  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Payload LARGE = Payload.of(new byte[Payload.MAX_BYTES]);

  private final HttpChannel channel = Channels.open();

  /** So that no deadline is spent on loading classes. */
  @BeforeAll
  static void warmUp() throws Exception {
    try (RawReceiver receiver = RawReceiver.answering(200);
        HttpChannel channel = Channels.open()) {
      Channels.send(channel, Deliveries.to(receiver.url()));
    }
  }

  @AfterEach
  void close() {
    channel.close();
  }

  @ParameterizedTest
  @MethodSource("dev.tireless.http.Hostility#all")
  void endsAndLeavesTheWayFree(Hostility hostility) throws Exception {
    try (HostileReceiver hostile = new HostileReceiver(hostility)) {
      Receiver to = Deliveries.receiver(hostile.url()).maxInFlight(1);
      assertExpected(hostility, Channels.send(channel, delivery(timed(hostility, to))));
      hostile.readOn();
      Hostility.Effect effect = hostility.effect();
      awaitEnded(hostile, effect.atLeast(), effect.atMost());
      assertThat(Channels.send(channel, delivery(to)))
          .isEqualTo(new Outcome.Acked(200, "friendly"));
      int accepted = hostile.accepted();
      assertThat(accepted).isBetween(effect.atLeast() + 1, effect.atMost() + 1);
      channel.close();
      awaitEnded(hostile, accepted, accepted);
    }
  }

  private static void assertExpected(Hostility hostility, Outcome outcome) {
    if (hostility.error().isEmpty()) {
      assertThat(outcome).isInstanceOf(Outcome.Acked.class);
      assertThat(outcome.detail()).hasSizeLessThanOrEqualTo(1024);
    } else {
      assertThat(outcome).isInstanceOf(Outcome.Failed.class);
      assertThat(((Outcome.Failed) outcome).error()).matches(hostility.error());
    }
  }

  private static void awaitEnded(HostileReceiver hostile, int atLeast, int atMost) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Channels.PATIENCE)
        .untilAsserted(() -> assertThat(hostile.ended()).isBetween(atLeast, atMost));
  }

  private static Receiver timed(Hostility hostility, Receiver to) {
    return hostility.effect() == Hostility.Effect.HANGS ? to.exchangeTimeout(SHORT) : to;
  }

  private static Delivery delivery(Receiver to) {
    return Deliveries.of(to, LARGE, List.of(Deliveries.SECRET), null);
  }
}
