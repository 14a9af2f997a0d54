package dev.tireless.http;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** All the ways to write an IPv4 address as IPv6. */
final class Disguises {

  private Disguises() {}

  /** In forms that do nothing but carry an IPv4 address, and within a public network. */
  static Stream<String> judgedByV4Alone(String v4) {
    return Stream.of(
            "::ffff:%1$s",
            "::ffff:%2$s",
            "0:0:0:0:0:FFFF:%2$s",
            "::%1$s",
            "::%2$s",
            "::ffff:0:%1$s",
            "64:ff9b::%1$s",
            "64:ff9b::%2$s",
            "2002:%2$s::",
            "2002:%2$s:1:2:3:4:5",
            "2a00::5efe:%1$s",
            "2a00::200:5efe:%1$s")
        .map(form -> form.formatted(v4, hex(v4, 0)));
  }

  /** In forms that are reserved themselves, whatever they carry. */
  static Stream<String> reservedThemselves(String v4) {
    return Stream.of(
            "64:ff9b:1::%1$s",
            "2001:0:%2$s::", "2001::808:808:0:0:%3$s", "fe80::5efe:%1$s", "fe80::200:5efe:%1$s")
        .map(form -> form.formatted(v4, hex(v4, 0), hex(v4, -1)));
  }

  static List<String> all(String v4) {
    return Stream.concat(judgedByV4Alone(v4), reservedThemselves(v4)).toList();
  }

  private static String hex(String v4, int mask) {
    byte[] bytes = IpLiteral.parse(v4).orElseThrow().getAddress();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= (byte) mask;
    }
    String digits = HexFormat.of().formatHex(bytes);
    return digits.substring(0, 4) + ":" + digits.substring(4);
  }
}
