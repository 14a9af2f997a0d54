package dev.tireless.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * A receiver's url taken apart, by {@link URI} alone: two parsers would sooner or later read two
 * hosts out of one text.
 *
 * @param tls whether the scheme is https
 * @param host as in the url, an IPv6 address in brackets
 * @param address the host if it is an address; empty if it is a name
 * @param path with the query, as it goes onto the request line
 */
record Target(boolean tls, String host, Optional<InetAddress> address, int port, String path) {

  /**
   * @throws IllegalArgumentException if it cannot be called; the message says why, without the url,
   *     which may hold secrets
   */
  static Target of(URI url) {
    boolean tls = isHttps(url);
    checkUserInfo(url);
    String host = host(url);
    return new Target(tls, host, address(host), port(url, tls), path(url));
  }

  /** As it goes into the Host header (RFC 9110, section 7.2). */
  String authority() {
    return port == (tls ? 443 : 80) ? host : host + ":" + port;
  }

  private static boolean isHttps(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "https" -> true;
      case "http" -> false;
      default -> throw bad("the scheme must be http or https");
    };
  }

  private static void checkUserInfo(URI url) {
    String authority = url.getRawAuthority();
    if (authority != null && authority.indexOf('@') >= 0) {
      throw bad("it must not hold a user or a password");
    }
  }

  private static String host(URI url) {
    String host = url.getHost();
    if (host == null) {
      throw bad("it has no host, or one that is neither a plain name nor a plain address");
    }
    if (host.endsWith(".")) {
      throw bad("its host ends with a dot");
    }
    return host;
  }

  private static Optional<InetAddress> address(String host) {
    boolean bracketed = host.startsWith("[");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    if (!bracketed && !IpLiteral.looksLikeV4(bare)) {
      return Optional.empty();
    }
    Optional<InetAddress> address = IpLiteral.parse(bare);
    if (address.isEmpty()) {
      throw bad("its host is an address in an odd spelling");
    }
    return address;
  }

  private static int port(URI url, boolean tls) {
    int port = url.getPort();
    if (port == -1) {
      return tls ? 443 : 80;
    }
    if (port < 1 || port > 65535) {
      throw bad("its port must be from 1 to 65535");
    }
    return port;
  }

  private static String path(URI url) {
    URI ascii = ascii(url);
    String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
    return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
  }

  private static URI ascii(URI url) {
    String text = url.toASCIIString();
    return text.equals(url.toString()) ? url : URI.create(text);
  }

  private static IllegalArgumentException bad(String why) {
    return new IllegalArgumentException("The url cannot be called: " + why);
  }
}
