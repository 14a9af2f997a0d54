package dev.tireless.http;

import java.net.InetAddress;

/**
 * Where a connection leads: what was dialled, and for whom.
 *
 * @param host as in the url; with TLS the certificate must show it
 */
record Endpoint(boolean tls, String host, int port, InetAddress address) {

  static Endpoint of(Target target, InetAddress address) {
    return new Endpoint(target.tls(), target.host(), target.port(), address);
  }

  /** The host as TLS wants it: an IPv6 address without brackets. */
  String name() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
