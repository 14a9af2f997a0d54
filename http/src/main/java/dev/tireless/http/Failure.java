package dev.tireless.http;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Says in one line why an exchange broke, beginning with the cause in the field's terms: dns,
 * connect refused, connect timeout, tls, timeout, connection reset, connection closed, bad answer.
 * Never shows the url's path, a header or a body.
 */
final class Failure {

  private static final int MAX_LENGTH = 300;

  private Failure() {}

  static String timeout(Duration timeout, Stage stage) {
    return "timeout: not over within " + timeout.toMillis() + " ms, ended while " + stage;
  }

  static String describe(Throwable cause, Stage stage, Target target) {
    return Excerpt.of(
        find(cause, AddressRefusedException.class)
            .map(Throwable::getMessage)
            .orElseGet(() -> describeBroken(cause, stage, target)),
        MAX_LENGTH);
  }

  private static String describeBroken(Throwable cause, Stage stage, Target target) {
    return switch (stage) {
      case QUEUED -> "bad request: " + rootMessage(cause);
      case RESOLVING -> "dns: no address found for " + target.host();
      case CONNECTING -> connect(cause, target);
      case SENT, READING -> exchange(cause, stage);
    };
  }

  private static String connect(Throwable cause, Target target) {
    String where = target.host() + ":" + target.port();
    if (find(cause, SSLException.class).isPresent()) {
      return "tls: " + tls(cause);
    }
    if (isTimeout(cause)) {
      return "connect timeout: no connection to " + where + " in time";
    }
    return isRefused(cause)
        ? "connect refused: " + where
        : "connect failed: " + where + ": " + rootMessage(cause);
  }

  private static String tls(Throwable cause) {
    if (find(cause, NotSslRecordException.class).isPresent()) {
      return "the receiver does not speak it on this port";
    }
    return isClosed(cause) ? "the receiver closed the connection" : rootMessage(cause);
  }

  private static String exchange(Throwable cause, Stage stage) {
    if (isClosed(cause)) {
      return "connection closed while " + stage;
    }
    String message = rootMessage(cause);
    return message.contains("reset") || message.contains("Broken pipe")
        ? "connection reset while " + stage
        : "bad answer: " + root(cause).getClass().getSimpleName() + " while " + stage;
  }

  private static boolean isTimeout(Throwable cause) {
    return find(cause, TimeoutException.class).isPresent()
        || find(cause, ConnectTimeoutException.class).isPresent();
  }

  private static boolean isRefused(Throwable cause) {
    return find(cause, ConnectException.class).isPresent()
        && rootMessage(cause).contains("refused");
  }

  private static boolean isClosed(Throwable cause) {
    return find(cause, ClosedChannelException.class).isPresent()
        || find(cause, PrematureChannelClosureException.class).isPresent();
  }

  private static <T extends Throwable> Optional<T> find(Throwable cause, Class<T> type) {
    return chain(cause).filter(type::isInstance).map(type::cast).findFirst();
  }

  private static Throwable root(Throwable cause) {
    return chain(cause).reduce(cause, (outer, inner) -> inner);
  }

  private static String rootMessage(Throwable cause) {
    Throwable root = root(cause);
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  private static Stream<Throwable> chain(Throwable cause) {
    return Stream.iterate(cause, t -> t != null, Throwable::getCause).limit(20);
  }
}
