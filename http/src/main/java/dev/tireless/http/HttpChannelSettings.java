package dev.tireless.http;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How the HTTP channel behaves towards every receiver. What differs between receivers is in {@link
 * dev.tireless.Receiver}. Immutable; start from {@link #defaults()}, the copies below change one
 * thing each.
 *
 * @param connectTimeout for TCP and TLS together, 1 ms to 30 s; never longer than the exchange
 * @param readCap how many bytes of an answer are read at most, 1 to 1 MiB
 * @param excerpt how many bytes of an answer are kept as text, 0 to 1 KiB
 * @param idleKeepAlive how long an unused connection stays open, in whole seconds from 1 s to 1 h;
 *     a receiver may ask for less
 * @param openNetworks addresses that are called although they are not public
 * @param version what {@code user-agent} says behind {@code Tireless/}
 */
public record HttpChannelSettings(
    Duration connectTimeout,
    int readCap,
    int excerpt,
    Duration idleKeepAlive,
    OpenNetworks openNetworks,
    String version) {

  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._+-]{1,64}");

  public HttpChannelSettings {
    checkRange("connectTimeout", connectTimeout, Duration.ofMillis(1), Duration.ofSeconds(30));
    checkRange("idleKeepAlive", idleKeepAlive, Duration.ofSeconds(1), Duration.ofHours(1));
    checkRange("readCap", readCap, 1, 1024 * 1024);
    checkRange("excerpt", excerpt, 0, 1024);
    if (!VERSION.matcher(version).matches()) {
      throw new IllegalArgumentException(
          "version must be 1 to 64 of A-Z a-z 0-9 . _ + -, but it is '" + version + "'");
    }
  }

  /** 3 s to connect, 64 KiB read, 1 KiB kept, 30 s idle, and only public addresses. */
  public static HttpChannelSettings defaults() {
    return new HttpChannelSettings(
        Duration.ofSeconds(3),
        64 * 1024,
        1024,
        Duration.ofSeconds(30),
        OpenNetworks.none(),
        BuildVersion.read());
  }

  public HttpChannelSettings connectTimeout(Duration connectTimeout) {
    return new HttpChannelSettings(
        connectTimeout, readCap, excerpt, idleKeepAlive, openNetworks, version);
  }

  public HttpChannelSettings readCap(int readCap) {
    return new HttpChannelSettings(
        connectTimeout, readCap, excerpt, idleKeepAlive, openNetworks, version);
  }

  public HttpChannelSettings excerpt(int excerpt) {
    return new HttpChannelSettings(
        connectTimeout, readCap, excerpt, idleKeepAlive, openNetworks, version);
  }

  public HttpChannelSettings idleKeepAlive(Duration idleKeepAlive) {
    return new HttpChannelSettings(
        connectTimeout, readCap, excerpt, idleKeepAlive, openNetworks, version);
  }

  public HttpChannelSettings openNetworks(OpenNetworks openNetworks) {
    return new HttpChannelSettings(
        connectTimeout, readCap, excerpt, idleKeepAlive, openNetworks, version);
  }

  public HttpChannelSettings version(String version) {
    return new HttpChannelSettings(
        connectTimeout, readCap, excerpt, idleKeepAlive, openNetworks, version);
  }

  private static <T extends Comparable<T>> void checkRange(String what, T value, T from, T to) {
    if (value.compareTo(from) < 0 || value.compareTo(to) > 0) {
      throw new IllegalArgumentException(
          what + " must be from " + from + " to " + to + ", but it is " + value);
    }
  }
}
