package dev.tireless.http;

import io.netty.channel.IoEventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread of the channel, and what belongs to it alone. */
final class EventLoop {

  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

  static final String CLOSED = "the HTTP channel was closed";

  private final IoEventLoop netty;
  private final DnsServerAddressStreamProvider nameServers;
  private final Connections connections;
  private final Set<Exchange> running = new HashSet<>();
  private @Nullable DnsNameResolver resolver;
  private boolean closed;

  EventLoop(IoEventLoop netty, Duration idleKeepAlive, DnsServerAddressStreamProvider nameServers) {
    this.netty = netty;
    this.nameServers = nameServers;
    this.connections = new Connections(idleKeepAlive);
    netty
        .scheduleWithFixedDelay(connections::closeIdle, 1, 1, TimeUnit.SECONDS)
        .addListener(EventLoop::report);
  }

  private static void report(Future<?> ended) {
    if (!ended.isCancelled()) {
      LOG.error("Idle connections are no longer closed", ended.cause());
    }
  }

  IoEventLoop netty() {
    return netty;
  }

  /** Only for use on this event loop. */
  Connections connections() {
    return connections;
  }

  /** False when nothing begins here any more. Only for use on this event loop. */
  boolean began(Exchange exchange) {
    return !closed && running.add(exchange);
  }

  /** Only for use on this event loop. */
  void ended(Exchange exchange) {
    running.remove(exchange);
  }

  /** Only for use on this event loop. */
  boolean isClosed() {
    return closed;
  }

  /**
   * Ends what runs here before its time, lets nothing more begin, and closes what is open. Netty
   * forgets to, when it is told to stop between its two questions whether it should.
   */
  void endAll() {
    run(
        () -> {
          closed = true;
          List.copyOf(running).forEach(exchange -> exchange.end(CLOSED));
          connections.closeAll();
          if (resolver != null) {
            resolver.close();
          }
        });
  }

  /**
   * All addresses of a host. A socket for each look-up: one that the system refuses once would
   * otherwise be refused for good. Only for use on this event loop.
   */
  Future<List<InetAddress>> lookUp(String host) {
    if (resolver == null) {
      resolver =
          new DnsNameResolverBuilder(netty)
              .datagramChannelType(NioDatagramChannel.class)
              .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
              .nameServerProvider(nameServers)
              .build();
    }
    return resolver.resolveAll(host);
  }

  /** Runs the step on this event loop: soon, never at once. */
  void run(Runnable step) {
    netty.execute(step);
  }

  /** Runs the step on this event loop, at once where that is where the caller is. */
  void runHere(Runnable step) {
    if (netty.inEventLoop()) {
      step.run();
    } else {
      netty.execute(step);
    }
  }

  /** Runs the step after the delay; running what is returned prevents it. */
  Runnable runAfter(Duration delay, Runnable step) {
    Future<?> timer = netty.schedule(step, delay.toMillis(), TimeUnit.MILLISECONDS);
    return () -> timer.cancel(false);
  }
}
