package dev.tireless.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * A block of addresses in CIDR notation (RFC 4632, RFC 4291). IPv4 and IPv6 never match each other.
 *
 * @param base any address of the block
 * @param prefix how many leading bits all addresses of the block share
 */
record Network(InetAddress base, int prefix) {

  /**
   * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address.
   *
   * @throws IllegalArgumentException if it is none, or has bits behind the prefix
   */
  static Network parse(String cidr) {
    int slash = cidr.indexOf('/');
    InetAddress base = address(cidr, slash < 0 ? cidr : cidr.substring(0, slash));
    int bits = bits(base);
    int prefix = slash < 0 ? bits : prefix(cidr, cidr.substring(slash + 1), bits);
    Network network = new Network(base, prefix);
    network.checkNothingBehindPrefix(cidr);
    return network;
  }

  /** The address has 4 or 16 bytes. */
  boolean contains(byte[] address) {
    byte[] ours = base.getAddress();
    return ours.length == address.length && commonBits(ours, address) >= prefix;
  }

  @Override
  public String toString() {
    return NetUtil.toAddressString(base) + "/" + prefix;
  }

  private static int commonBits(byte[] one, byte[] other) {
    int at = Arrays.mismatch(one, other);
    if (at < 0) {
      return one.length * Byte.SIZE;
    }
    int difference = (one[at] ^ other[at]) & 0xff;
    return at * Byte.SIZE + Integer.numberOfLeadingZeros(difference) - (Integer.SIZE - Byte.SIZE);
  }

  private void checkNothingBehindPrefix(String cidr) {
    byte[] bytes = base.getAddress();
    for (int bit = prefix; bit < bits(base); bit++) {
      if (isSet(bytes, bit)) {
        throw invalid(cidr, "it has bits behind its prefix, which is probably a mistake");
      }
    }
  }

  private static boolean isSet(byte[] bytes, int bit) {
    return (bytes[bit / 8] & (0x80 >> (bit % 8))) != 0;
  }

  private static int bits(InetAddress address) {
    return address.getAddress().length * 8;
  }

  private static InetAddress address(String cidr, String text) {
    Optional<InetAddress> address = IpLiteral.parse(text);
    return address.orElseThrow(
        () -> invalid(cidr, "'" + text + "' is no IPv4 or IPv6 address in its plain form"));
  }

  private static int prefix(String cidr, String text, int bits) {
    if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > bits) {
      throw invalid(cidr, "the prefix must be a number from 0 to " + bits);
    }
    return Integer.parseInt(text);
  }

  private static IllegalArgumentException invalid(String cidr, String why) {
    return new IllegalArgumentException("'" + cidr + "' is no network like 10.0.0.0/8: " + why);
  }
}
