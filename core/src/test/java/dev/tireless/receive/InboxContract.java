package dev.tireless.receive;

import dev.tireless.testing.SettableClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What an inbox promises on every database. Each suite gets a database of its own. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class InboxContract {

  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final Supplier<ReceiverDatabase> databases;
  private final SettableClock clock = new SettableClock(NOON);
  private final AtomicLong positions = new AtomicLong();
  private ReceiverDatabase database;
  private Inbox inbox;

  InboxContract(Supplier<ReceiverDatabase> databases) {
    this.databases = databases;
  }

  @BeforeAll
  final void createDatabase() {
    database = databases.get();
    inbox = new Inbox(database.transactions(), clock);
  }

  @AfterAll
  final void dropDatabase() {
    database.close();
  }

  final ReceiverDatabase database() {
    return database;
  }

  final Inbox inbox() {
    return inbox;
  }

  final SettableClock clock() {
    return clock;
  }

  /** What the receiver does with a notification: one more row. */
  final NotificationHandler business() {
    return (connection, n) ->
        ReceiverDatabase.addEffect(connection, n, positions.incrementAndGet());
  }

  final NotificationHandler afterBusinessThrow(Exception e) {
    return (connection, n) -> {
      business().handle(connection, n);
      throw e;
    };
  }

  /** What is listed as failed at the place of the notification. */
  final Optional<FailedNotification> failed(ReceivedNotification n) {
    return inbox.failed(1_000).stream()
        .filter(f -> f.subject().equals(n.subject()) && f.seq() == place(n).seq())
        .findFirst();
  }

  /** What the place of the notification was seen as; empty when it was not. */
  final String seen(ReceivedNotification n) {
    String sql =
        "SELECT outcome FROM tireless_seen WHERE notifier = '%s' AND epoch = %d AND seq = %d"
            .formatted(n.notifier(), place(n).epoch(), place(n).seq());
    return String.join(" ", database.texts(sql));
  }

  final List<String> seenRows(String subject) {
    return database.texts(
        "SELECT outcome FROM tireless_seen WHERE subject = '%s'".formatted(subject));
  }

  static Place place(ReceivedNotification n) {
    return Optional.ofNullable(n.place()).orElseThrow();
  }
}
