package dev.tireless.devbroker;

import java.util.concurrent.CompletableFuture;

/**
 * NameServer and Broker in this JVM, on the loopback address, everything they write under one
 * folder. Prints one line when topics can be written, and ends with status 1 when it cannot start,
 * 2 when its arguments are wrong; it never hangs half started. With {@code --while-parent-lives} it
 * ends with its standard input, and does meanwhile what {@link Request}s come in there.
 */
public final class BrokerProgram {

  /** What the line begins with that says that all is ready. */
  static final String READY = "RocketMQ is ready: name server ";

  private BrokerProgram() {}

  public static void main(String[] args) {
    CompletableFuture<Servers> servers = new CompletableFuture<>();
    try {
      Arguments arguments = Arguments.parse(args);
      BrokerSettings settings = BrokerSettings.of(arguments);
      if (arguments.whileParentLives()) {
        ParentLine.follow(servers);
      }
      Home.hold(arguments.home());
      servers.complete(Servers.start(arguments, settings));
      System.out.println(ready(arguments));
    } catch (IllegalArgumentException e) {
      end(2, e.getMessage() + ". Usage: " + Arguments.USAGE);
    } catch (Throwable e) { // an Error too: threads that run already would keep the JVM up
      end(1, "RocketMQ cannot start: " + reason(e));
    }
  }

  private static String ready(Arguments arguments) {
    return READY
        + Servers.LOOPBACK
        + ":"
        + arguments.nameServerPort()
        + ", broker "
        + Servers.LOOPBACK
        + ":"
        + arguments.brokerPort()
        + ", store "
        + arguments.home();
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root instanceof IllegalStateException ? String.valueOf(root.getMessage()) : "" + root;
  }

  private static void end(int status, String line) {
    System.err.println(line);
    Runtime.getRuntime().halt(status);
  }
}
