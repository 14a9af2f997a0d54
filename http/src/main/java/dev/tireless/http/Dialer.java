package dev.tireless.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to a given address, while Host and the name in the TLS handshake stay the
 * url's. Nothing is resolved here, and no proxy asked. Thread-safe.
 */
final class Dialer {

  private static final int MAX_HEADER_BYTES = 16 * 1024;

  private final Duration connectTimeout;
  private @Nullable SslContext tls;

  Dialer(Duration connectTimeout) {
    this.connectTimeout = connectTimeout;
  }

  /**
   * Completes on the event loop, with an error if TCP and TLS together take longer than the connect
   * timeout. Cancelling it hangs up.
   */
  CompletableFuture<Connection> dial(EventLoop loop, Endpoint endpoint) {
    CompletableFuture<Connection> dialled = new CompletableFuture<>();
    try {
      SslContext context = endpoint.tls() ? tls() : null;
      dial(loop, endpoint, new Handlers(endpoint, context), dialled);
    } catch (SSLException unusable) {
      dialled.completeExceptionally(unusable);
    }
    return dialled;
  }

  private void dial(
      EventLoop loop, Endpoint endpoint, Handlers handlers, CompletableFuture<Connection> dialled) {
    ChannelFuture tcp =
        new Bootstrap()
            .group(loop.netty())
            .channel(NioSocketChannel.class)
            .disableResolver()
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            .handler(handlers)
            .connect(new InetSocketAddress(endpoint.address(), endpoint.port()));
    Channel channel = tcp.channel();
    Runnable cancelTimer =
        loop.runAfter(
            connectTimeout, () -> dialled.completeExceptionally(new ConnectTimeoutException()));
    CompletableFuture<?> unused =
        dialled.whenComplete(
            (connection, failure) -> {
              cancelTimer.run();
              if (connection == null && channel.isOpen()) {
                channel.unsafe().close(channel.voidPromise());
              }
            });
    // Where there was no channel to be had, Netty says so on a thread of its own.
    tcp.addListener(done -> loop.runHere(() -> whenOpen(done, channel, dialled)));
  }

  private static void whenOpen(
      Future<?> tcp, Channel channel, CompletableFuture<Connection> dialled) {
    SslHandler handler = channel.pipeline().get(SslHandler.class);
    if (handler == null || !tcp.isSuccess()) {
      complete(dialled, tcp, channel);
    } else {
      handler.handshakeFuture().addListener(tls -> complete(dialled, tls, channel));
    }
  }

  private static void complete(
      CompletableFuture<Connection> dialled, Future<?> last, Channel channel) {
    if (last.isSuccess()) {
      dialled.complete(channel.pipeline().get(Connection.class));
    } else {
      dialled.completeExceptionally(last.cause());
    }
  }

  /** Made at the first use, for it reads the certificates that the JVM trusts. */
  private synchronized SslContext tls() throws SSLException {
    if (tls == null) {
      tls =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .endpointIdentificationAlgorithm("HTTPS")
              .build();
    }
    return tls;
  }

  /** What a connection consists of. */
  private static final class Handlers extends ChannelInitializer<Channel> {

    private final Endpoint endpoint;
    private final @Nullable SslContext tls;

    Handlers(Endpoint endpoint, @Nullable SslContext tls) {
      this.endpoint = endpoint;
      this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
      if (tls != null) {
        SslHandler handler = tls.newHandler(channel.alloc(), endpoint.name(), endpoint.port());
        handler.setHandshakeTimeoutMillis(0);
        channel.pipeline().addLast(handler);
      }
      HttpDecoderConfig config = new HttpDecoderConfig().setMaxHeaderSize(MAX_HEADER_BYTES);
      AnswerDecoder decoder = new AnswerDecoder(config);
      channel.pipeline().addLast(decoder, new Connection(endpoint, channel, decoder));
    }
  }
}
