package dev.tireless.testdatabases;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortTest {
  @Test
  void givesAnotherOneEachTime() {
    assertThat(FreePort.find()).isNotEqualTo(FreePort.find()).isBetween(20_000, 31_999);
  }

  @Test
  void passesOverPortsInUse() throws Exception {
    int next = 20_000 + (FreePort.find() - 20_000 + 1) % 12_000;
    try (ServerSocket socket = new ServerSocket(next, 1, InetAddress.getLoopbackAddress())) {
      assertThat(FreePort.find()).isNotEqualTo(socket.getLocalPort()).isBetween(20_000, 31_999);
    }
  }
}
