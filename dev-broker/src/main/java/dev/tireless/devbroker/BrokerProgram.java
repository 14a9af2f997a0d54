package dev.tireless.devbroker;

import java.io.IOException;
import java.io.OutputStream;

/**
 * NameServer and Broker in this JVM, on the loopback address, everything they write under one
 * folder. Prints one line when topics can be written, and ends with status 1 when it cannot start,
 * 2 when its arguments are wrong; it never hangs half started.
 */
public final class BrokerProgram {

  /** What the line begins with that says that all is ready. */
  static final String READY = "RocketMQ is ready: name server ";

  private BrokerProgram() {}

  public static void main(String[] args) {
    Arguments arguments = arguments(args);
    if (arguments.whileParentLives()) {
      endWithParent();
    }
    try {
      Servers.start(arguments);
    } catch (Throwable e) {
      System.err.println("RocketMQ cannot start: " + e);
      Runtime.getRuntime().halt(1);
    }
    System.out.println(
        READY
            + Servers.LOOPBACK
            + ":"
            + arguments.nameServerPort()
            + ", broker "
            + Servers.LOOPBACK
            + ":"
            + arguments.brokerPort()
            + ", store "
            + arguments.home());
  }

  private static Arguments arguments(String... args) {
    try {
      return Arguments.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\nUsage: " + Arguments.USAGE);
      Runtime.getRuntime().halt(2);
      throw e;
    }
  }

  /** A parent that was killed cannot stop us, but its end of the pipe closes. */
  private static void endWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                System.err.println("The parent is gone: " + e);
              }
              Runtime.getRuntime().halt(0);
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
