package dev.tireless.demo.story.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of this machine's loopback address. */
public final class Ports {

  private Ports() {}

  /**
   * Makes sure that a service can have its port.
   *
   * @param option of the command line that changes the port
   * @throws IllegalStateException when another program has it; the message says what to do
   */
  public static void mustBeFree(int port, String service, String option) {
    if (!isFree(port)) {
      throw new IllegalStateException(
          "Port %d, which %s needs, is in use. End the program that has it, or choose another with %s=<port>."
              .formatted(port, service, option));
    }
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException inUse) {
      return false;
    }
  }
}
