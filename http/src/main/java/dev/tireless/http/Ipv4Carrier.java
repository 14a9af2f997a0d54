package dev.tireless.http;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The forms of an IPv6 address that carry an IPv4 address, which a machine or a gateway on the way
 * may call instead. Prefixes of a network's own NAT64 or 6rd cannot be known: do not let the engine
 * reach such a gateway.
 */
enum Ipv4Carrier {
  /** {@code ::ffff:a.b.c.d}, RFC 4291, section 2.5.5.2. */
  MAPPED(0, "00000000000000000000ffff", 12, true),
  /** {@code ::ffff:0:a.b.c.d}, RFC 2765, section 2.1. */
  TRANSLATED(0, "0000000000000000ffff0000", 12, true),
  /** {@code ::a.b.c.d}, RFC 4291, section 2.5.5.1. */
  COMPATIBLE(0, "000000000000000000000000", 12, true),
  /** {@code 64:ff9b::a.b.c.d}, RFC 6052. */
  NAT64(0, "0064ff9b0000000000000000", 12, true),
  /** {@code 64:ff9b:1:…:a.b.c.d}, RFC 8215, in the form of RFC 6052 for /96. */
  NAT64_LOCAL(0, "0064ff9b0001", 12, false),
  /** {@code 2002:a.b.c.d::}, RFC 3056. */
  SIX_TO_FOUR(0, "2002", 2, true),
  /** The server of {@code 2001:0:a.b.c.d::}, RFC 4380. */
  TEREDO_SERVER(0, "20010000", 4, false),
  /** The client of the same, all bits turned. */
  TEREDO_CLIENT(0, "20010000", 12, false),
  /** {@code …:0:5efe:a.b.c.d}, RFC 5214. */
  ISATAP(8, "00005efe", 12, false),
  /** {@code …:200:5efe:a.b.c.d}, the same with a globally unique IPv4 address. */
  ISATAP_GLOBAL(8, "02005efe", 12, false);

  private static final int V4_LENGTH = 4;
  private static final List<Ipv4Carrier> ALL = List.of(values());

  private final int markAt;
  private final String mark;
  private final int v4At;
  private final boolean nothingElse;

  Ipv4Carrier(int markAt, String mark, int v4At, boolean nothingElse) {
    this.markAt = markAt;
    this.mark = mark;
    this.v4At = v4At;
    this.nothingElse = nothingElse;
  }

  /**
   * Everything that the address may lead to: the IPv4 addresses that it carries, and itself unless
   * it does nothing but carry.
   *
   * @param address 4 or 16 bytes
   */
  static List<byte[]> meaningsOf(byte[] address) {
    if (address.length == V4_LENGTH || isUnspecifiedOrLoopback(address)) {
      return List.of(address);
    }
    String hex = HexFormat.of().formatHex(address);
    List<Ipv4Carrier> carriers = ALL.stream().filter(it -> it.matches(hex)).toList();
    Stream<byte[]> carried = carriers.stream().map(it -> it.carriedBy(address));
    boolean onlyCarries = carriers.stream().anyMatch(it -> it.nothingElse);
    return Stream.concat(carried, onlyCarries ? Stream.empty() : Stream.of(address)).toList();
  }

  // They look compatible.
  private static boolean isUnspecifiedOrLoopback(byte[] address) {
    int at = Arrays.mismatch(address, new byte[address.length]);
    return at < 0 || (at == 15 && address[15] == 1);
  }

  private boolean matches(String hex) {
    return hex.startsWith(mark, 2 * markAt);
  }

  private byte[] carriedBy(byte[] address) {
    byte[] v4 = Arrays.copyOfRange(address, v4At, v4At + V4_LENGTH);
    for (int i = 0; i < V4_LENGTH && this == TEREDO_CLIENT; i++) {
      v4[i] = (byte) ~v4[i];
    }
    return v4;
  }
}
