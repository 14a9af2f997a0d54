package dev.tireless.http;

import static java.util.Comparator.comparing;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every network that is not public unicast, and so no place for a receiver.
 *
 * <p>Version 1, 2026-11-22. Sources: the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC
 * 6890, RFC 8190), both as last updated on 2025-10-09, with all their rows whether they are
 * globally reachable or not; the multicast and IPv6 address space registries; and addresses at
 * which cloud platforms answer their own machines. IPv6 networks that only carry IPv4 addresses
 * ({@code ::ffff:0:0/96}, {@code 64:ff9b::/96}, {@code 2002::/16}) have no row: {@link Ipv4Carrier}
 * looks through them. New in the registries? Add the row here and in {@code AddressGuardTest}.
 */
final class ReservedNetworks {

  private static final String TABLE =
      """
      0.0.0.0/8          | this network                     | RFC 791
      0.0.0.0/32         | this host                        | RFC 1122
      10.0.0.0/8         | private                          | RFC 1918
      100.64.0.0/10      | shared by a provider (CGNAT)     | RFC 6598
      100.100.100.200/32 | cloud metadata                   | Alibaba Cloud
      127.0.0.0/8        | loopback                         | RFC 1122
      168.63.129.16/32   | cloud metadata                   | Microsoft Azure
      169.254.0.0/16     | link-local                       | RFC 3927
      169.254.169.254/32 | cloud metadata                   | all clouds
      172.16.0.0/12      | private                          | RFC 1918
      192.0.0.0/24       | IETF protocol assignments        | RFC 6890
      192.0.0.0/29       | IPv4 service continuity          | RFC 7335
      192.0.0.8/32       | IPv4 dummy address               | RFC 7600
      192.0.0.9/32       | port control anycast             | RFC 7723
      192.0.0.10/32      | TURN anycast                     | RFC 8155
      192.0.0.170/31     | NAT64 discovery                  | RFC 8880
      192.0.0.192/32     | cloud metadata                   | Oracle Cloud
      192.0.2.0/24       | documentation                    | RFC 5737
      192.31.196.0/24    | AS112                            | RFC 7535
      192.52.193.0/24    | automatic multicast tunnelling   | RFC 7450
      192.88.99.0/24     | 6to4 relay anycast               | RFC 7526
      192.88.99.2/32     | 6a44 relay anycast               | RFC 6751
      192.168.0.0/16     | private                          | RFC 1918
      192.175.48.0/24    | AS112                            | RFC 7534
      198.18.0.0/15      | benchmarking                     | RFC 2544
      198.51.100.0/24    | documentation                    | RFC 5737
      203.0.113.0/24     | documentation                    | RFC 5737
      224.0.0.0/4        | multicast                        | RFC 5771
      240.0.0.0/4        | reserved                         | RFC 1112
      255.255.255.255/32 | limited broadcast                | RFC 919

      ::/3               | reserved                         | RFC 4291
      ::/128             | unspecified                      | RFC 4291
      ::1/128            | loopback                         | RFC 4291
      64:ff9b:1::/48     | local NAT64                      | RFC 8215
      100::/64           | discard-only                     | RFC 6666
      100:0:0:1::/64     | dummy prefix                     | RFC 9780
      2001::/23          | IETF protocol assignments        | RFC 2928
      2001::/32          | Teredo                           | RFC 4380
      2001:1::1/128      | port control anycast             | RFC 7723
      2001:1::2/128      | TURN anycast                     | RFC 8155
      2001:1::3/128      | service registration anycast     | RFC 9665
      2001:2::/48        | benchmarking                     | RFC 5180
      2001:3::/32        | automatic multicast tunnelling   | RFC 7450
      2001:4:112::/48    | AS112                            | RFC 7535
      2001:10::/28       | ORCHID                           | RFC 4843
      2001:20::/28       | ORCHIDv2                         | RFC 7343
      2001:30::/28       | drone remote id                  | RFC 9374
      2001:db8::/32      | documentation                    | RFC 3849
      2620:4f:8000::/48  | AS112                            | RFC 7534
      3fff::/20          | documentation                    | RFC 9637
      4000::/2           | reserved                         | RFC 4291
      5f00::/16          | segment routing                  | RFC 9602
      8000::/1           | reserved                         | RFC 4291
      fc00::/7           | unique local (private)           | RFC 4193
      fd00:ec2::/32      | cloud metadata and services      | Amazon Web Services
      fd20:ce::254/128   | cloud metadata                   | Google Cloud
      fe80::/10          | link-local                       | RFC 4291
      fec0::/10          | site-local                       | RFC 3879
      ff00::/8           | multicast                        | RFC 4291
      """;

  // The most specific first: it says best what an address is.
  private static final List<ReservedNetwork> NETWORKS =
      TABLE
          .lines()
          .filter(line -> !line.isBlank())
          .map(ReservedNetworks::row)
          .sorted(comparing((ReservedNetwork row) -> row.network().prefix()).reversed())
          .toList();
  private static final List<ReservedNetwork> V4 = ofLength(4);
  private static final List<ReservedNetwork> V6 = ofLength(16);

  private ReservedNetworks() {}

  /** The smallest reserved network with the address, which has 4 or 16 bytes; empty if public. */
  static Optional<ReservedNetwork> around(byte[] address) {
    for (ReservedNetwork network : address.length == 4 ? V4 : V6) {
      if (network.contains(address)) {
        return Optional.of(network);
      }
    }
    return Optional.empty();
  }

  static Stream<ReservedNetwork> all() {
    return NETWORKS.stream();
  }

  private static List<ReservedNetwork> ofLength(int bytes) {
    return all().filter(row -> row.network().base().getAddress().length == bytes).toList();
  }

  private static ReservedNetwork row(String line) {
    String[] cells = line.split("\\|", -1);
    return new ReservedNetwork(Network.parse(cells[0].strip()), cells[1].strip(), cells[2].strip());
  }
}
