package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.Delivery;
import dev.tireless.Outcome;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A channel that may call this machine, with a clock that stands still. */
final class Channels {

  static final HttpChannelSettings LOOPBACK =
      HttpChannelSettings.defaults().openNetworks(OpenNetworks.loopback());

  /** Longer than any test waits for a thing that must happen. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Clock CLOCK = Clock.fixed(Deliveries.NOW, ZoneOffset.UTC);

  private Channels() {}

  static HttpChannel open() {
    return open(LOOPBACK);
  }

  static HttpChannel open(HttpChannelSettings settings) {
    return open(settings, DnsServerAddressStreamProviders.platformDefault());
  }

  static HttpChannel open(
      HttpChannelSettings settings, DnsServerAddressStreamProvider nameServers) {
    return new HttpChannel(settings, CLOCK, new Random(42), nameServers);
  }

  static Outcome send(HttpChannel channel, Delivery delivery) throws Exception {
    return channel.send(delivery).toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  static Outcome.Failed failing(HttpChannel channel, URI url) throws Exception {
    return failing(channel, Deliveries.to(url));
  }

  static Outcome.Failed failing(HttpChannel channel, Delivery delivery) throws Exception {
    Outcome outcome = send(channel, delivery);
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return (Outcome.Failed) outcome;
  }
}
