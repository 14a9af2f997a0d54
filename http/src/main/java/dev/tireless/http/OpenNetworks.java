package dev.tireless.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The networks that the HTTP channel may call although they are not public: private, loopback,
 * link-local, documentation and all other reserved ones are refused unless they are opened here.
 * Public addresses need no opening. Immutable and safe for use by several threads.
 *
 * <p>An IPv4 address in the clothes of IPv6 ({@code ::ffff:10.0.0.1}, {@code 64:ff9b::10.0.0.1})
 * counts as the IPv4 address that it is: {@code 10.0.0.0/8} opens it, {@code ::/0} does not.
 */
public final class OpenNetworks {

  private static final OpenNetworks NONE = new OpenNetworks(List.of());

  private final List<Network> networks;

  private OpenNetworks(List<Network> networks) {
    this.networks = networks;
  }

  /** Nothing is opened: only public addresses are called. */
  public static OpenNetworks none() {
    return NONE;
  }

  /** This machine, by IPv4 and IPv6. */
  public static OpenNetworks loopback() {
    return of("127.0.0.0/8", "::1/128");
  }

  /**
   * These networks.
   *
   * @param cidrs such as {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address
   * @throws IllegalArgumentException if one is malformed; the message says which and why
   */
  public static OpenNetworks of(String... cidrs) {
    return of(Arrays.asList(cidrs));
  }

  /** As {@link #of(String...)}. */
  public static OpenNetworks of(Collection<String> cidrs) {
    return new OpenNetworks(cidrs.stream().map(Network::parse).toList());
  }

  /** Whether the address lies in one of these networks. */
  public boolean contains(InetAddress address) {
    return contains(address.getAddress());
  }

  boolean contains(byte[] address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  @Override
  public String toString() {
    return networks.stream().map(Network::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
