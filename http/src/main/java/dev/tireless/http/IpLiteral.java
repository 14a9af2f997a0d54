package dev.tireless.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IP address written out, in the one plain form of each family. {@link InetAddress} alone would
 * also read {@code 127.1}, {@code 2130706433} and {@code 0177.0.0.1}, which others read
 * differently.
 */
final class IpLiteral {

  private static final String OCTET = "(0|[1-9][0-9]{0,2})";
  private static final Pattern V4 =
      Pattern.compile(OCTET + "\\." + OCTET + "\\." + OCTET + "\\." + OCTET);
  // The end may be written as an IPv4 address, whose octets must be as plain as above.
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]*:([0-9a-fA-F:]*|" + V4 + ")");

  private static final Pattern LIKE_V4 = Pattern.compile("[0-9.]+|0[xX][0-9a-fA-F.xX]*");

  private IpLiteral() {}

  /** The address, or empty if the text is none. Never asks a name server. */
  static Optional<InetAddress> parse(String text) {
    Matcher v4 = V4.matcher(text);
    if (v4.matches()) {
      return v4(v4);
    }
    return V6.matcher(text).matches() ? v6(text) : Optional.empty();
  }

  /** Whether somebody might read the text as an IPv4 address, however odd its spelling. */
  static boolean looksLikeV4(String text) {
    return LIKE_V4.matcher(text).matches();
  }

  private static Optional<InetAddress> v4(Matcher octets) {
    byte[] bytes = new byte[4];
    for (int i = 0; i < bytes.length; i++) {
      int octet = Integer.parseInt(octets.group(i + 1));
      if (octet > 255) {
        return Optional.empty();
      }
      bytes[i] = (byte) octet;
    }
    return of(bytes);
  }

  private static Optional<InetAddress> of(byte[] bytes) {
    try {
      return Optional.of(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Four bytes are an address", e);
    }
  }

  // A text with a colon is never looked up: it is an IPv6 address or an error.
  private static Optional<InetAddress> v6(String text) {
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException malformed) {
      return Optional.empty();
    }
  }
}
