package dev.tireless.spring;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** What an engine, or a catch-up, is called among those on one database. */
public final class NodeName {

  private static final int MAX_LENGTH = 64;

  private NodeName() {}

  /**
   * The configured name, or one that nobody else has.
   *
   * @throws InvalidPropertyException when the configured one is none
   */
  public static String of(@Nullable String configured) {
    if (configured == null) {
      return unique();
    }
    if (configured.isBlank() || configured.length() > MAX_LENGTH) {
      throw new InvalidPropertyException(
          "tireless.node", "1 to %d characters, not '%s'".formatted(MAX_LENGTH, configured));
    }
    return configured;
  }

  // In containers the process id is always the same, and on a shared network so is the host name.
  private static String unique() {
    String tail =
        "-%d-%04x".formatted(ProcessHandle.current().pid(), new SecureRandom().nextInt(0x10000));
    String host = host();
    return host.substring(0, Math.min(host.length(), MAX_LENGTH - tail.length())) + tail;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown-host";
    }
  }
}
