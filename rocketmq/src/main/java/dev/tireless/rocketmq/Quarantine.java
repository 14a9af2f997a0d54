package dev.tireless.rocketmq;

import dev.tireless.TirelessException;
import dev.tireless.store.Database;
import dev.tireless.store.QuarantineStore;
import dev.tireless.store.QuarantineStore.Entry;
import dev.tireless.store.QuarantineStore.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where messages go that could not be used, with the reason and as they were, so that they do not
 * hold up the others and are not lost: an operator sees them and replays them once the reason is
 * mended. Thread-safe.
 */
public final class Quarantine {

  private static final Logger log = LoggerFactory.getLogger(Quarantine.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, String>> PROPERTIES = new TypeReference<>() {};

  private final Database database;
  private final QuarantineStore store;
  private final Clock clock;

  public Quarantine(DataSource dataSource, Clock clock) {
    this.database = new Database(dataSource);
    this.store = new QuarantineStore(database.dialect());
    this.clock = clock;
  }

  /** Why a message is in quarantine. */
  public enum Reason {
    /** Nothing is configured for its queue topic. */
    NO_RULE,
    /** Its body is larger than a payload may be. */
    TOO_LARGE,
    /** It has a signature that does not fit, or headers that are broken. */
    NOT_GENUINE,
    /** It has none, and its queue topic does not take foreign messages. */
    NOT_SIGNED,
    /** It is a foreign one, and its business key was not found. */
    NO_SUBJECT,
    /** Another payload was published under its key before. */
    CONFLICT,
    /** It breaks a rule of publishing. */
    INVALID,
    /** The database would not have it, each time that it came. */
    REJECTED,
    /** It was not applied until its notification window ended. */
    WINDOW_ENDED
  }

  /**
   * A message in quarantine, without what it says.
   *
   * @param number by which it is called
   * @param group the consumer group that could not use it
   */
  public record Quarantined(
      long number,
      String group,
      String queueTopic,
      String messageId,
      Instant bornAt,
      Reason reason,
      String detail,
      Instant quarantinedAt) {

    @Override
    public String toString() {
      return "%d: message %s of %s, %s: %s"
          .formatted(number, messageId, queueTopic, reason, detail);
    }
  }

  /**
   * A message in quarantine as it came.
   *
   * @param properties those of the user and those of RocketMQ
   * @param body exact; not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Content(Quarantined about, Map<String, String> properties, byte[] body) {

    /** What a listener gave up is no publication, and the other way round. */
    void requireGroup(String ours) {
      if (!about.group().equals(ours)) {
        throw new IllegalArgumentException(
            "Message %d belongs to group %s, not to %s"
                .formatted(about.number(), about.group(), ours));
      }
    }

    QueueMessage message() {
      return new QueueMessage(
          about.queueTopic(), about.messageId(), properties, body, about.bornAt(), 0);
    }
  }

  /**
   * What is done with a message that leaves the quarantine, in the transaction in which it does.
   */
  @FunctionalInterface
  interface Replay {
    void run(Connection connection, Content message) throws SQLException;
  }

  /** The oldest behind that number, without what they say; 0 for the oldest of all. */
  public List<Quarantined> list(long behind, int limit) {
    return database.read("list the quarantine", c -> store.list(c, behind, limit)).stream()
        .map(Quarantine::quarantined)
        .toList();
  }

  public Optional<Content> find(long number) {
    return database
        .read("read the quarantine", c -> store.find(c, number))
        .map(Quarantine::content);
  }

  public long count() {
    return database.read("count the quarantine", store::count);
  }

  /** Drops a message for ever; false when there is none of this number. */
  public boolean discard(long number) {
    return database.inTransaction("discard a message", c -> store.delete(c, number));
  }

  /**
   * Keeps a message. Nothing happens when this group's is there already.
   *
   * @throws TirelessException when the database fails
   */
  void put(String group, QueueMessage message, Reason reason, String detail) {
    Row row =
        new Row(
            0,
            group,
            message.queueTopic(),
            message.id(),
            JSON.writeValueAsString(message.properties()),
            message.body(),
            message.bornAt(),
            reason.name(),
            detail,
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    database.inTransaction(
        "quarantine " + message,
        c -> {
          store.insert(c, row);
          return row;
        });
    log.warn("{} is in quarantine, {}: {}", message, reason, detail);
  }

  /** Takes a message out if the work does not throw; false when there is none of this number. */
  boolean release(long number, Replay replay) {
    return database.inTransaction(
        "replay message " + number,
        c -> {
          Optional<Row> row = store.lock(c, number);
          if (row.isPresent()) {
            replay.run(c, content(row.get()));
            store.delete(c, number);
          }
          return row.isPresent();
        });
  }

  private static Quarantined quarantined(Entry entry) {
    return new Quarantined(
        entry.number(),
        entry.consumerGroup(),
        entry.queueTopic(),
        entry.messageId(),
        entry.bornAt(),
        Reason.valueOf(entry.reason()),
        entry.detail(),
        entry.quarantinedAt());
  }

  private static Content content(Row row) {
    Quarantined about =
        new Quarantined(
            row.number(),
            row.consumerGroup(),
            row.queueTopic(),
            row.messageId(),
            row.bornAt(),
            Reason.valueOf(row.reason()),
            row.detail(),
            row.quarantinedAt());
    return new Content(about, JSON.readValue(row.properties(), PROPERTIES), row.body());
  }
}
