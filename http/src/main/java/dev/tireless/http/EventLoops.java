package dev.tireless.http;

import dev.tireless.Receiver;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** The one place where the channel's threads are made: few, and gone after {@link #close()}. */
final class EventLoops {

  private static final int MOST = 4;

  private final MultiThreadIoEventLoopGroup group;
  private final List<EventLoop> loops;

  EventLoops(Duration idleKeepAlive, DnsServerAddressStreamProvider nameServers) {
    int threads = Math.min(MOST, Runtime.getRuntime().availableProcessors());
    group = new MultiThreadIoEventLoopGroup(threads, new NamedThreads(), NioIoHandler.newFactory());
    loops =
        StreamSupport.stream(group.spliterator(), false)
            .map(loop -> new EventLoop((IoEventLoop) loop, idleKeepAlive, nameServers))
            .toList();
  }

  /** A receiver always has the same one. */
  EventLoop of(Receiver receiver) {
    int hash = Objects.hash(receiver.tenant(), receiver.id());
    return loops.get(Math.floorMod(hash, loops.size()));
  }

  /** Ends all exchanges, closes all connections, then ends all threads. */
  Future<?> close() {
    if (!group.isShuttingDown()) {
      loops.forEach(EventLoop::endAll);
    }
    return group.shutdownGracefully(0, 10, TimeUnit.SECONDS);
  }
}
