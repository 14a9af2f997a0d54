package dev.tireless.http;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;

/**
 * Opens requests on a given address, while Host and the name in the TLS handshake stay the url's.
 */
final class Dialer {

  private final HttpClient client;
  private final Duration connectTimeout;

  Dialer(HttpClient client, Duration connectTimeout) {
    this.client = client;
    this.connectTimeout = connectTimeout;
  }

  Future<HttpClientRequest> dial(Target target, InetAddress address) {
    return client
        .request(options(target, address))
        // The same error comes by the future; without a handler the client would log it.
        .map(request -> request.exceptionHandler(ignored -> {}));
  }

  /** Whether the receiver has not closed the connection, as far as has been heard. */
  static boolean isOpen(HttpClientRequest request) {
    return channel(request).isActive();
  }

  /**
   * Closes the connection of a request at once. Its own {@code close()} would first wait until the
   * receiver has taken what is written, which one that does not read never does. The pool may have
   * given a connection of another event loop.
   */
  static void hangUp(HttpClientRequest request) {
    Channel channel = channel(request);
    Runnable close = () -> channel.unsafe().close(channel.voidPromise());
    if (channel.eventLoop().inEventLoop()) {
      close.run();
    } else {
      channel.eventLoop().execute(close);
    }
  }

  private RequestOptions options(Target target, InetAddress address) {
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setServer(SocketAddress.inetSocketAddress(target.port(), literal(address)))
        .setSsl(target.tls())
        .setHost(target.host())
        .setPort(target.port())
        .setURI(target.path())
        .setFollowRedirects(false)
        .setConnectTimeout(connectTimeout.toMillis());
  }

  private static Channel channel(HttpClientRequest request) {
    return ((ConnectionBase) request.connection()).channel();
  }

  // A name in the socket address would be resolved again, unchecked. The client reads the literal
  // as part of an authority, where an IPv6 address stands in brackets.
  private static String literal(InetAddress address) {
    String plain = address.getHostAddress();
    return address instanceof Inet6Address ? "[" + plain + "]" : plain;
  }
}
