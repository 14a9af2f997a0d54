package dev.tireless.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The statements of the quarantine: messages of a queue as they came, and why they are there. */
public final class QuarantineStore {

  private static final String INSERT =
      """
      INSERT INTO tireless_quarantine
        (consumer_group, queue_topic, message_id, body_hash, properties, body, born_at, reason,
         detail, quarantined_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String LIST =
      """
      SELECT number, consumer_group, queue_topic, message_id, born_at, reason, detail,
        quarantined_at
      FROM tireless_quarantine WHERE number > ? ORDER BY number LIMIT ?""";
  private static final String SELECT =
      """
      SELECT number, consumer_group, queue_topic, message_id, properties, body, born_at, reason,
        detail, quarantined_at
      FROM tireless_quarantine""";
  private static final String LOCK = SELECT + " WHERE number = ? FOR UPDATE";
  private static final String FIND = SELECT + " WHERE number = ?";
  private static final String DELETE = "DELETE FROM tireless_quarantine WHERE number = ?";
  private static final String COUNT = "SELECT COUNT(*) FROM tireless_quarantine";
  private static final int MAX_DETAIL = 512;
  private static final int MAX_NAME = 255;
  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  private final Dialect dialect;

  public QuarantineStore(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * A message in quarantine.
   *
   * @param number 0 until it is written
   * @param properties in a text form of its owner's
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Row(
      long number,
      String consumerGroup,
      String queueTopic,
      String messageId,
      String properties,
      byte[] body,
      Instant bornAt,
      String reason,
      String detail,
      Instant quarantinedAt) {}

  /** What a message in quarantine is, without what it says, which may be large. */
  public record Entry(
      long number,
      String consumerGroup,
      String queueTopic,
      String messageId,
      Instant bornAt,
      String reason,
      String detail,
      Instant quarantinedAt) {}

  /**
   * Writes it unless this group has the message there already. Whatever a foreign hand put into it
   * can be written: what does not fit into its column is cut.
   */
  public void insert(Connection c, Row row) throws SQLException {
    Jdbc.insertIfAbsent(
        c,
        dialect,
        INSERT,
        "reason",
        row.consumerGroup(),
        row.queueTopic(),
        name(row.messageId()),
        hash(row.body()),
        row.properties(),
        row.body(),
        storable(row.bornAt()),
        row.reason(),
        Jdbc.text(row.detail(), MAX_DETAIL),
        row.quarantinedAt());
  }

  /** Those behind that number, in the order in which they came. */
  public List<Entry> list(Connection c, long behind, int limit) throws SQLException {
    return Jdbc.query(c, LIST, QuarantineStore::entry, behind, limit);
  }

  public Optional<Row> find(Connection c, long number) throws SQLException {
    return Jdbc.query(c, FIND, QuarantineStore::read, number).stream().findFirst();
  }

  /** The same, and nobody else can have it until the end of the transaction. */
  public Optional<Row> lock(Connection c, long number) throws SQLException {
    return Jdbc.query(c, LOCK, QuarantineStore::read, number).stream().findFirst();
  }

  /** Whether it was there. */
  public boolean delete(Connection c, long number) throws SQLException {
    return Jdbc.update(c, DELETE, number) == 1;
  }

  public long count(Connection c) throws SQLException {
    return Jdbc.query(c, COUNT, row -> row.getLong(1)).get(0);
  }

  /** Printable ASCII, as the column holds it; what is cut is still told apart by the body. */
  private static String name(String text) {
    String printable = text.replaceAll("[^ -~]", "?");
    return printable.substring(0, Math.min(printable.length(), MAX_NAME));
  }

  private static String hash(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Within what all databases can keep. */
  private static Instant storable(Instant time) {
    if (time.isBefore(FIRST)) {
      return FIRST;
    }
    return time.isAfter(LAST) ? LAST : time;
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong("number"),
        row.getString("consumer_group"),
        row.getString("queue_topic"),
        row.getString("message_id"),
        Jdbc.instant(row, "born_at"),
        row.getString("reason"),
        row.getString("detail"),
        Jdbc.instant(row, "quarantined_at"));
  }

  private static Row read(ResultSet row) throws SQLException {
    return new Row(
        row.getLong("number"),
        row.getString("consumer_group"),
        row.getString("queue_topic"),
        row.getString("message_id"),
        row.getString("properties"),
        row.getBytes("body"),
        Jdbc.instant(row, "born_at"),
        row.getString("reason"),
        row.getString("detail"),
        Jdbc.instant(row, "quarantined_at"));
  }
}
