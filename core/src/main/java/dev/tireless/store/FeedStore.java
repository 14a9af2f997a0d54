package dev.tireless.store;

import dev.tireless.wire.FeedItem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads a receiver's sequence. What is committed of it never changes, and nothing ever appears
 * below a number that was seen: numbers are given under the lock of the receiver's head.
 */
public final class FeedStore {

  private static final String EXTENT =
      "SELECT epoch, last_seq, last_sequenced_at FROM tireless_receiver_head WHERE receiver_id = ?";
  private static final String NEWEST =
      """
      SELECT r.tenant, r.receiver, h.last_seq FROM tireless_receiver r
      JOIN tireless_receiver_head h ON h.receiver_id = r.receiver_id
      WHERE (r.tenant, r.receiver) IN (%s)""";
  private static final String CLOSE =
      """
      UPDATE tireless_receiver_head SET last_sequenced_at = ?
      WHERE receiver_id = ? AND last_sequenced_at < ?""";
  private static final String ITEMS =
      """
      SELECT d.seq, n.id, n.topic, n.subject, n.version, n.content_type, n.payload, n.payload_hash
      FROM tireless_delivery d
      JOIN tireless_notification n ON n.id = d.notification_id
      WHERE d.receiver_id = ? AND d.seq > ? AND d.seq <= ?
      ORDER BY d.seq LIMIT ?""";
  private static final String PLACES =
      """
      SELECT d.seq, n.id, n.payload_hash
      FROM tireless_delivery d
      JOIN tireless_notification n ON n.id = d.notification_id
      WHERE d.receiver_id = ? AND d.seq > ? AND d.seq <= ?
      ORDER BY d.seq LIMIT ?""";
  private static final String NEXT =
      """
      SELECT seq, sequenced_at FROM tireless_delivery
      WHERE receiver_id = ? AND seq >= ? ORDER BY seq LIMIT 1""";
  private static final String NEWEST_OF_SUBJECT =
      """
      SELECT d.seq, n.id, n.topic, n.subject, n.version, n.content_type, n.payload, n.payload_hash
      FROM tireless_notification n
      JOIN tireless_delivery d ON d.notification_id = n.id AND d.receiver_id = ?
      WHERE n.subject = ? AND n.topic = ? AND n.tenant = ?
      ORDER BY n.version DESC LIMIT 1""";

  private static final int RECEIVERS_PER_QUERY = 512;

  /** So many rows are read at once, before it is known how large they are: at most 16 MiB. */
  private static final int CHUNK = 64;

  /** How far a sequence goes, and when it came so far. */
  public record Extent(long epoch, long lastSeq, Instant lastSequencedAt) {}

  /** What a digest is made of. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record HashedPlace(long seq, String notificationId, byte[] payloadHash) {}

  /** When a number was given. */
  public record Given(long seq, Instant at) {}

  public Extent extent(Connection c, long receiverId) throws SQLException {
    return Jdbc.query(
            c,
            EXTENT,
            row ->
                new Extent(row.getLong(1), row.getLong(2), Jdbc.instant(row, "last_sequenced_at")),
            receiverId)
        .get(0);
  }

  /**
   * The newest numbers of receivers.
   *
   * @param receivers by tenant and id, as the numbers are
   */
  public Map<List<String>, Long> newest(Connection c, List<List<String>> receivers)
      throws SQLException {
    Map<List<String>, Long> newest = new HashMap<>();
    for (int from = 0; from < receivers.size(); from += RECEIVERS_PER_QUERY) {
      int to = Math.min(receivers.size(), from + RECEIVERS_PER_QUERY);
      List<?> chunk = Jdbc.padded(receivers.subList(from, to));
      Jdbc.query(
          c,
          NEWEST.formatted(Jdbc.tuples(chunk.size(), 2)),
          row -> newest.put(List.of(row.getString(1), row.getString(2)), row.getLong(3)),
          chunk.stream().flatMap(receiver -> ((List<?>) receiver).stream()).toArray());
    }
    return newest;
  }

  /** From now on no number is given an earlier time than this. */
  public void close(Connection c, long receiverId, Instant until) throws SQLException {
    Jdbc.update(c, CLOSE, until, receiverId, until);
  }

  /**
   * Items behind one number and up to another, by their numbers.
   *
   * @param maxBytes of payloads; the item that crosses it is the last
   */
  public List<FeedItem> items(
      Connection c, long receiverId, long after, long until, int limit, long maxBytes)
      throws SQLException {
    List<FeedItem> items = new ArrayList<>();
    long bytes = 0;
    boolean more = true;
    while (more && items.size() < limit && bytes < maxBytes) {
      long behind = items.isEmpty() ? after : items.get(items.size() - 1).seq();
      int chunk = Math.min(CHUNK, limit - items.size());
      List<Sized> next = Jdbc.query(c, ITEMS, Sized::read, receiverId, behind, until, chunk);
      more = next.size() == chunk;
      for (int i = 0; i < next.size() && bytes < maxBytes; i++) {
        items.add(next.get(i).item());
        bytes += next.get(i).bytes();
      }
    }
    return items;
  }

  /** What a digest is made of, by the numbers. */
  public List<HashedPlace> places(Connection c, long receiverId, long after, long until, int limit)
      throws SQLException {
    return Jdbc.query(
        c,
        PLACES,
        row ->
            new HashedPlace(
                row.getLong(1),
                row.getString(2),
                Objects.requireNonNull(row.getBytes("payload_hash"))),
        receiverId,
        after,
        until,
        limit);
  }

  /**
   * The first number that was given at this time or later; the next one to be given when none was.
   *
   * @param earlier one that was given before, 0 when none is known
   */
  public long firstSince(Connection c, long receiverId, Instant time, long earlier)
      throws SQLException {
    long low = earlier; // all up to here were given earlier
    long high = extent(c, receiverId).lastSeq() + 1; // this one and what is behind it was not
    while (high - low > 1) {
      long middle = low + (high - low) / 2;
      Optional<Given> given = next(c, receiverId, middle);
      if (given.isPresent() && given.get().at().isBefore(time)) {
        low = given.get().seq();
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** The first that there is from this number on. */
  public Optional<Given> next(Connection c, long receiverId, long seq) throws SQLException {
    return Jdbc.query(
            c,
            NEXT,
            row -> new Given(row.getLong(1), Jdbc.instant(row, "sequenced_at")),
            receiverId,
            seq)
        .stream()
        .findFirst();
  }

  /** The newest version of a subject that was delivered to this receiver. */
  public Optional<FeedItem> newest(
      Connection c, long receiverId, String tenant, String topic, String subject)
      throws SQLException {
    return Jdbc.query(c, NEWEST_OF_SUBJECT, FeedStore::item, receiverId, subject, topic, tenant)
        .stream()
        .findFirst();
  }

  /** An item and the bytes of its payload. */
  private record Sized(FeedItem item, int bytes) {

    static Sized read(ResultSet row) throws SQLException {
      byte[] payload = row.getBytes("payload");
      return new Sized(FeedStore.item(row), payload == null ? 0 : payload.length);
    }
  }

  private static FeedItem item(ResultSet row) throws SQLException {
    return FeedItem.of(
        row.getLong("seq"),
        row.getString("id"),
        row.getString("topic"),
        row.getString("subject"),
        row.getLong("version"),
        row.getString("content_type"),
        row.getBytes("payload"),
        Objects.requireNonNull(row.getBytes("payload_hash")));
  }
}
