package dev.tireless.http;

import dev.tireless.Channel;
import dev.tireless.Delivery;
import dev.tireless.Outcome;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries deliveries by HTTP(S): each attempt is one signed POST of the exact payload (Standard
 * Webhooks 1.0.0 and headers of our own), and the receiver's ack rule reads the answer.
 *
 * <p>Guarantees: an attempt sends its request at most once; it ends within the receiver's exchange
 * timeout, name look-up, connecting and a slowly dripping answer included; redirects and proxies of
 * the environment are ignored; only public addresses and {@linkplain
 * HttpChannelSettings#openNetworks() opened networks} are called, judged by the address that is
 * really dialled; everything that goes wrong is an {@link Outcome.Failed}. Connections are
 * HTTP/1.1, kept alive, at most {@link dev.tireless.Receiver#maxInFlight()} per receiver.
 *
 * <p>Safe for use by several threads. Outcomes are completed on a thread of the channel: what
 * depends on them must not block, nor close the channel.
 */
public final class HttpChannel implements Channel {

  private static final Logger LOG = LoggerFactory.getLogger(HttpChannel.class);
  private static final long CLOSE_SECONDS = 10;

  private final EventLoops loops;
  private final Targets targets = new Targets();
  private final Exchange.Parts parts;

  /**
   * @param clock says when an attempt is made and when its time is over, and how far away a date in
   *     {@code Retry-After} is
   * @param random gives the span ids
   */
  public HttpChannel(HttpChannelSettings settings, Clock clock, RandomGenerator random) {
    this(settings, clock, random, DnsServerAddressStreamProviders.platformDefault());
  }

  HttpChannel(
      HttpChannelSettings settings,
      Clock clock,
      RandomGenerator random,
      DnsServerAddressStreamProvider nameServers) {
    this.loops = new EventLoops(settings.idleKeepAlive(), nameServers);
    this.parts =
        new Exchange.Parts(
            new AttemptRequest(clock, random, settings.version()),
            new Addresses(new AddressGuard(settings.openNetworks())),
            new Dialer(settings.connectTimeout()),
            new Verdict(clock, settings.excerpt()),
            settings.readCap(),
            clock);
  }

  /**
   * Checks at configuration time that a receiver's url can be called: http or https, a plain host
   * name or address, no user, a possible port. Whether its address may be called is seen at each
   * attempt.
   *
   * @throws IllegalArgumentException if not; the message says why, without the url
   */
  public static void check(URI url) {
    Target.of(url);
  }

  @Override
  public CompletionStage<Outcome> send(Delivery delivery) {
    try {
      return exchange(delivery).start();
    } catch (IllegalArgumentException unusable) {
      return done("bad request: " + unusable.getMessage());
    } catch (RejectedExecutionException threadsAreGone) {
      return done(EventLoop.CLOSED);
    }
  }

  /** Ends what is in flight as failed, closes all connections, and waits for the threads' end. */
  @Override
  public void close() {
    try {
      if (!loops.close().await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("The HTTP channel did not end within {} s", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Exchange exchange(Delivery delivery) {
    Target target = targets.of(delivery.receiver().url());
    return new Exchange(delivery, target, loops.of(delivery.receiver()), parts);
  }

  private static CompletionStage<Outcome> done(String error) {
    return CompletableFuture.completedFuture(Outcome.Failed.withoutAnswer(Excerpt.of(error, 200)));
  }
}
