package dev.tireless.bench.receiver;

import java.io.IOException;
import java.time.Clock;
import org.apache.rocketmq.client.exception.MQClientException;

/**
 * The receiver as a process: prints its port and lives until its input ends. An argument is the
 * name server of a broker that it consumes from, too.
 */
public final class ReceiverProgram {

  private ReceiverProgram() {}

  public static void main(String[] arguments) throws IOException, MQClientException {
    try (CountingServer server = new CountingServer(Clock.systemUTC())) {
      if (arguments.length == 0) {
        run(server);
      } else {
        try (PlainConsumer consumer = new PlainConsumer(server, arguments[0])) {
          consumer.start();
          run(server);
        }
      }
    }
  }

  private static void run(CountingServer server) throws IOException {
    System.out.println(server.port());
    while (System.in.read() >= 0) {
      // The runner never writes; the end of its process ends the input.
    }
  }
}
