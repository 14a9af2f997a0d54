package dev.tireless.devbroker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** The standard input as the line to the parent: what it asks for, and the end of it. */
final class ParentLine {

  private ParentLine() {}

  /** A parent that was killed cannot stop us, but its end of the pipe closes. */
  static void follow(CompletableFuture<Servers> servers) {
    Thread watch = new Thread(() -> answer(servers), "parent-line");
    watch.setDaemon(true);
    watch.start();
  }

  private static void answer(CompletableFuture<Servers> servers) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answer(servers.join(), Request.parse(line));
      }
    } catch (IOException e) {
      System.err.println("The parent is gone: " + e);
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }

  private static void answer(Servers servers, Request request) {
    try {
      if (request.queues() > 0) {
        servers.createTopic(request.name(), request.queues());
      } else {
        servers.createGroup(request.name());
      }
      System.out.println(request.done());
    } catch (RuntimeException e) {
      System.out.println(request.failed() + ": " + e.getMessage());
    }
  }
}
