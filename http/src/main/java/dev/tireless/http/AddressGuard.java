package dev.tireless.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Says which addresses may be called: all that are public, and the reserved ones that configuration
 * opens. An IPv6 address that carries an IPv4 address is judged by that one, too.
 */
final class AddressGuard {

  private final OpenNetworks open;

  AddressGuard(OpenNetworks open) {
    this.open = open;
  }

  /**
   * @throws AddressRefusedException if the address must not be called; the message says why, and
   *     how to open it
   */
  void check(InetAddress address) {
    byte[] bytes = address.getAddress();
    for (byte[] meaning : Ipv4Carrier.meaningsOf(bytes)) {
      if (!open.contains(meaning)) {
        ReservedNetworks.around(meaning).ifPresent(network -> refuse(bytes, meaning, network));
      }
    }
  }

  private static void refuse(byte[] address, byte[] meaning, ReservedNetwork network) {
    String carried = Arrays.equals(address, meaning) ? "" : " carries " + text(meaning) + ", which";
    throw new AddressRefusedException(
        "address refused: %s%s is %s; to allow it, add it or its network to tireless.http.open-networks (in code: HttpChannelSettings.openNetworks)"
            .formatted(text(address), carried, network));
  }

  private static String text(byte[] address) {
    return NetUtil.bytesToIpAddress(address);
  }
}
