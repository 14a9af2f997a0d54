package dev.tireless.rocketmq;

import dev.tireless.Publication;
import dev.tireless.Receiver;
import dev.tireless.schedule.RetrySchedule;
import dev.tireless.wire.AckRule;
import dev.tireless.wire.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Receivers behind a queue. */
final class Receivers {

  private Receivers() {}

  static Receiver byRocketMq(String id, URI url, Secret secret, String... topics) {
    return new Receiver(
        Publication.DEFAULT_TENANT,
        id,
        List.of(topics),
        RocketMqChannel.NAME,
        url,
        secret,
        RetrySchedule.parse("1s/1h"),
        AckRule.http2xx(),
        false,
        16,
        Duration.ofSeconds(10));
  }
}
