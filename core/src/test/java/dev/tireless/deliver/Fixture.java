package dev.tireless.deliver;

import dev.tireless.Channel;
import dev.tireless.Payload;
import dev.tireless.Publication;
import dev.tireless.Receiver;
import dev.tireless.publish.Published;
import dev.tireless.publish.Publisher;
import dev.tireless.testing.ManualEngine;
import dev.tireless.testing.RecordingChannel;
import dev.tireless.testing.SettableClock;
import dev.tireless.wire.Secret;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;

/** A notifier on a database of its own, with a clock, a channel and an engine driven by hand. */
final class Fixture {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final String TOPIC = "recharge.completed";

  /** For engines that run by themselves on a clock of ours. */
  static final Duration ANY_CLOCK = ChronoUnit.FOREVER.getDuration().dividedBy(2);

  static final Secret SECRET = Secret.parse("whsec_" + "A".repeat(32));

  final DataSource dataSource;
  final SettableClock clock = new SettableClock(START);
  final Random random;
  final RecordingChannel channel = new RecordingChannel();
  final Receivers receivers;
  final Deliveries deliveries;
  final Publisher publisher;

  Fixture(DataSource dataSource, long seed) {
    this.dataSource = dataSource;
    this.random = new Random(seed);
    this.receivers = new Receivers(dataSource, clock);
    this.deliveries = new Deliveries(dataSource, clock);
    this.publisher = new Publisher(dataSource, clock, random);
  }

  static Receiver receiver(String id) {
    return Receiver.http(id, URI.create("http://127.0.0.1:1/" + id), SECRET, TOPIC);
  }

  ManualEngine engine(DeliveryListener... listeners) {
    return engine(channel, listeners);
  }

  ManualEngine engine(Channel channel, DeliveryListener... listeners) {
    return new ManualEngine(
        dataSource,
        Map.of(Receiver.HTTP, channel),
        EngineSettings.of("node-a"),
        List.of(listeners),
        clock,
        random);
  }

  Published publish(String subject) {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      Published published = publisher.publish(connection, publication(subject));
      connection.commit();
      return published;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static Publication publication(String subject) {
    return Publication.of(TOPIC, subject, Payload.of("{\"id\":\"" + subject + "\"}"));
  }
}
