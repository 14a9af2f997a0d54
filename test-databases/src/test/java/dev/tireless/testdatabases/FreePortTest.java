package dev.tireless.testdatabases;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortTest {
  @Test
  void passesOverPortsInUse() throws Exception {
    int free = FreePort.find();
    try (ServerSocket socket = new ServerSocket(free, 1, InetAddress.getLoopbackAddress())) {
      assertThat(FreePort.find()).isNotEqualTo(socket.getLocalPort()).isBetween(20_000, 31_999);
    }
  }
}
