package dev.tireless.bench.receiver;

import java.io.IOException;
import java.time.Clock;

/** The receiver as a process: prints its port and lives until its input ends. */
public final class ReceiverProgram {

  private ReceiverProgram() {}

  public static void main(String[] arguments) throws IOException {
    try (CountingServer server = new CountingServer(Clock.systemUTC())) {
      System.out.println(server.port());
      while (System.in.read() >= 0) {
        // The runner never writes; the end of its process ends the input.
      }
    }
  }
}
