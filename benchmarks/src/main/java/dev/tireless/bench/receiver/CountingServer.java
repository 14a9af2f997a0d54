package dev.tireless.bench.receiver;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A bare Netty server on loopback addresses that acks every POST and counts distinct webhook ids.
 * One event loop: it is meant to cost little, and its counts need no locks.
 */
public final class CountingServer implements AutoCloseable {

  private static final int LARGEST_HEAD = 16 * 1024;

  /** Clients keep their connections by address, and real receivers do not share a single one. */
  private static final int ADDRESSES = 64;

  private static final String QUEUE = "rocketmq";

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Ledger ledger;
  private final int port;

  /**
   * What came another way than over HTTP.
   *
   * @param dueMicros when the message was due, -1 if that is unknown
   */
  record Arrival(String id, long dueMicros) {}

  public CountingServer(Clock clock) {
    ledger = new Ledger(clock);
    ServerBootstrap server =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 4096)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(connection(ledger));
    Channel first = server.bind(host(0), 0).syncUninterruptibly().channel();
    port = ((InetSocketAddress) first.localAddress()).getPort();
    for (int i = 1; i < ADDRESSES; i++) {
      server.bind(host(i), port).syncUninterruptibly();
    }
  }

  /** The address of a receiver, from 0. */
  public static String host(int receiver) {
    return "127.0.0." + (1 + receiver % ADDRESSES);
  }

  /** The same on all addresses. */
  public int port() {
    return port;
  }

  /** Counts what came another way, as if it had come over HTTP and been acked. */
  void count(List<Arrival> arrivals) {
    loop.execute(() -> arrivals.forEach(a -> ledger.ack(QUEUE, a.id(), 0, a.dueMicros())));
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static ChannelInitializer<SocketChannel> connection(Ledger ledger) {
    byte[] head = new byte[LARGEST_HEAD];
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        channel.pipeline().addLast(new RequestReader(head), new RequestHandler(ledger));
      }
    };
  }
}
