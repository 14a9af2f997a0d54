package dev.tireless.demo.story.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void namesTheBusyPortItsServiceAndTheWayOut() throws IOException {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> Ports.mustBeFree(busy.getLocalPort(), "account", "--account-port"))
          .hasMessageContaining("Port " + busy.getLocalPort() + ", which account needs, is in use")
          .hasMessageContaining("--account-port=<port>");
    }
  }

  @Test
  void seesAProgramThatListensOnAllAddresses() throws IOException {
    try (ServerSocket busy = new ServerSocket(0)) {
      assertThat(Ports.isFree(busy.getLocalPort())).isFalse();
    }
  }

  @Test
  void leavesAFreePortFree() throws IOException {
    int port;
    try (ServerSocket released = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = released.getLocalPort();
    }
    assertThat(Ports.isFree(port)).isTrue();
    assertThat(Ports.isFree(port)).isTrue();
  }
}
