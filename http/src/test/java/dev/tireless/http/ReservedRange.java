package dev.tireless.http;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A reserved range written out, as a second opinion on {@link ReservedNetworks}.
 *
 * @param neighbours the public addresses right before its first and behind its last
 */
record ReservedRange(String network, String first, String last, List<String> neighbours) {

  // network | first | last | right before | right behind; a dash where that is reserved, too
  private static final String TABLE =
      """
      0.0.0.0/8          | 0.0.0.0         | 0.255.255.255   | -               | 1.0.0.0
      0.0.0.0/32         | 0.0.0.0         | 0.0.0.0         | -               | -
      10.0.0.0/8         | 10.0.0.0        | 10.255.255.255  | 9.255.255.255   | 11.0.0.0
      100.64.0.0/10      | 100.64.0.0      | 100.127.255.255 | 100.63.255.255  | 100.128.0.0
      100.100.100.200/32 | 100.100.100.200 | 100.100.100.200 | -               | -
      127.0.0.0/8        | 127.0.0.0       | 127.255.255.255 | 126.255.255.255 | 128.0.0.0
      168.63.129.16/32   | 168.63.129.16   | 168.63.129.16   | 168.63.129.15   | 168.63.129.17
      169.254.0.0/16     | 169.254.0.0     | 169.254.255.255 | 169.253.255.255 | 169.255.0.0
      169.254.169.254/32 | 169.254.169.254 | 169.254.169.254 | -               | -
      172.16.0.0/12      | 172.16.0.0      | 172.31.255.255  | 172.15.255.255  | 172.32.0.0
      192.0.0.0/24       | 192.0.0.0       | 192.0.0.255     | 191.255.255.255 | 192.0.1.0
      192.0.0.0/29       | 192.0.0.0       | 192.0.0.7       | -               | -
      192.0.0.8/32       | 192.0.0.8       | 192.0.0.8       | -               | -
      192.0.0.9/32       | 192.0.0.9       | 192.0.0.9       | -               | -
      192.0.0.10/32      | 192.0.0.10      | 192.0.0.10      | -               | -
      192.0.0.170/31     | 192.0.0.170     | 192.0.0.171     | -               | -
      192.0.0.192/32     | 192.0.0.192     | 192.0.0.192     | -               | -
      192.0.2.0/24       | 192.0.2.0       | 192.0.2.255     | 192.0.1.255     | 192.0.3.0
      192.31.196.0/24    | 192.31.196.0    | 192.31.196.255  | 192.31.195.255  | 192.31.197.0
      192.52.193.0/24    | 192.52.193.0    | 192.52.193.255  | 192.52.192.255  | 192.52.194.0
      192.88.99.0/24     | 192.88.99.0     | 192.88.99.255   | 192.88.98.255   | 192.88.100.0
      192.88.99.2/32     | 192.88.99.2     | 192.88.99.2     | -               | -
      192.168.0.0/16     | 192.168.0.0     | 192.168.255.255 | 192.167.255.255 | 192.169.0.0
      192.175.48.0/24    | 192.175.48.0    | 192.175.48.255  | 192.175.47.255  | 192.175.49.0
      198.18.0.0/15      | 198.18.0.0      | 198.19.255.255  | 198.17.255.255  | 198.20.0.0
      198.51.100.0/24    | 198.51.100.0    | 198.51.100.255  | 198.51.99.255   | 198.51.101.0
      203.0.113.0/24     | 203.0.113.0     | 203.0.113.255   | 203.0.112.255   | 203.0.114.0
      224.0.0.0/4        | 224.0.0.0       | 239.255.255.255 | 223.255.255.255 | -
      240.0.0.0/4        | 240.0.0.0       | 255.255.255.255 | -               | -
      255.255.255.255/32 | 255.255.255.255 | 255.255.255.255 | -               | -

      ::/128             | ::              | ::              | -               | -
      ::1/128            | ::1             | ::1             | -               | -
      ::/3               | ::              | 1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff    | -                                          | 2000::
      64:ff9b:1::/48     | 64:ff9b:1::     | 64:ff9b:1:ffff:ffff:ffff:ffff:ffff         | -                                          | -
      100::/64           | 100::           | 100::ffff:ffff:ffff:ffff                   | -                                          | -
      100:0:0:1::/64     | 100:0:0:1::     | 100::1:ffff:ffff:ffff:ffff                 | -                                          | -
      2001::/23          | 2001::          | 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff     | 2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff    | 2001:200::
      2001::/32          | 2001::          | 2001:0:ffff:ffff:ffff:ffff:ffff:ffff       | 2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff    | -
      2001:1::1/128      | 2001:1::1       | 2001:1::1                                  | -                                          | -
      2001:1::2/128      | 2001:1::2       | 2001:1::2                                  | -                                          | -
      2001:1::3/128      | 2001:1::3       | 2001:1::3                                  | -                                          | -
      2001:2::/48        | 2001:2::        | 2001:2:0:ffff:ffff:ffff:ffff:ffff          | -                                          | -
      2001:3::/32        | 2001:3::        | 2001:3:ffff:ffff:ffff:ffff:ffff:ffff       | -                                          | -
      2001:4:112::/48    | 2001:4:112::    | 2001:4:112:ffff:ffff:ffff:ffff:ffff        | -                                          | -
      2001:10::/28       | 2001:10::       | 2001:1f:ffff:ffff:ffff:ffff:ffff:ffff      | -                                          | -
      2001:20::/28       | 2001:20::       | 2001:2f:ffff:ffff:ffff:ffff:ffff:ffff      | -                                          | -
      2001:30::/28       | 2001:30::       | 2001:3f:ffff:ffff:ffff:ffff:ffff:ffff      | -                                          | -
      2001:db8::/32      | 2001:db8::      | 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff     | 2001:db7:ffff:ffff:ffff:ffff:ffff:ffff     | 2001:db9::
      2620:4f:8000::/48  | 2620:4f:8000::  | 2620:4f:8000:ffff:ffff:ffff:ffff:ffff      | 2620:4f:7fff:ffff:ffff:ffff:ffff:ffff      | 2620:4f:8001::
      3fff::/20          | 3fff::          | 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff     | 3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff    | 3fff:1000::
      4000::/2           | 4000::          | 7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff    | 3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff    | -
      5f00::/16          | 5f00::          | 5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff    | -                                          | -
      8000::/1           | 8000::          | ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff    | -                                          | -
      fc00::/7           | fc00::          | fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff    | -                                          | -
      fd00:ec2::/32      | fd00:ec2::      | fd00:ec2:ffff:ffff:ffff:ffff:ffff:ffff     | -                                          | -
      fd20:ce::254/128   | fd20:ce::254    | fd20:ce::254                               | -                                          | -
      fe80::/10          | fe80::          | febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff    | -                                          | -
      fec0::/10          | fec0::          | feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff    | -                                          | -
      ff00::/8           | ff00::          | ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff    | -                                          | -
      """;

  static List<ReservedRange> all() {
    return TABLE.lines().filter(line -> !line.isBlank()).map(ReservedRange::row).toList();
  }

  static Stream<ReservedRange> ofV4() {
    return all().stream().filter(range -> !range.isV6());
  }

  boolean isV6() {
    return network.contains(":");
  }

  List<String> ends() {
    return List.of(first, last);
  }

  private static ReservedRange row(String line) {
    List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    List<String> neighbours =
        cells.subList(3, cells.size()).stream().filter(cell -> !cell.equals("-")).toList();
    return new ReservedRange(cells.get(0), cells.get(1), cells.get(2), neighbours);
  }
}
