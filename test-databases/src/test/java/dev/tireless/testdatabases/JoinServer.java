package dev.tireless.testdatabases;

import java.nio.file.Path;

/** A test process of its own that joins a server and prints which. */
final class JoinServer {
  private JoinServer() {}

  public static void main(String[] arguments) {
    ServerFolder folder = new ServerFolder(Path.of(arguments[1]));
    SharedServer server = new SharedServer(Product.valueOf(arguments[0]), folder);
    System.out.println(server.join(ProcessId.parse(arguments[2])));
  }
}
