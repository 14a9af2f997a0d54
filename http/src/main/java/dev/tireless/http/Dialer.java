package dev.tireless.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
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
    return client.request(
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setServer(SocketAddress.inetSocketAddress(target.port(), literal(address)))
            .setSsl(target.tls())
            .setHost(target.host())
            .setPort(target.port())
            .setURI(target.path())
            .setFollowRedirects(false)
            .setConnectTimeout(connectTimeout.toMillis()));
  }

  // A name in the socket address would be resolved again, unchecked. The client reads the literal
  // as part of an authority, where an IPv6 address stands in brackets.
  private static String literal(InetAddress address) {
    String plain = address.getHostAddress();
    return address instanceof Inet6Address ? "[" + plain + "]" : plain;
  }
}
