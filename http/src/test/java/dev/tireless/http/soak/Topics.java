package dev.tireless.http.soak;

import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.Receiver;
import dev.tireless.wire.Secret;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

/** What is published, and who must be told of it: each notification has one receiver. */
final class Topics {

  private static final int RECEIVERS = 3;
  private static final Secret SECRET = Secret.parse("whsec_" + "A".repeat(32));

  private Topics() {}

  static List<Receiver> receivers(URI url) {
    return IntStream.range(0, RECEIVERS)
        .mapToObj(i -> Receiver.http("receiver-" + i, url.resolve("/" + i), SECRET, "topic-" + i))
        .map(receiver -> receiver.maxInFlight(32))
        .toList();
  }

  static Publication publication(int number, String subject) {
    String topic = "topic-" + number % RECEIVERS;
    return Publication.of(topic, subject, Payload.of("{\"id\":\"" + subject + "\"}"));
  }
}
