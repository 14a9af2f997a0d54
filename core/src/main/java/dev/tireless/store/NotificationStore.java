package dev.tireless.store;

import dev.tireless.Publication;
import dev.tireless.store.BulkInsert.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The inserts of publishing, on the caller's connection and in the caller's transaction. */
public final class NotificationStore {

  private static final String INSERT =
      """
      INSERT INTO tireless_notification
        (id, tenant, topic, subject, version, addressees, content_type, payload, payload_hash,
         traceparent, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String IS_THERE = "SELECT id FROM tireless_notification WHERE id = ?";
  private static final String LOCK_OWNER =
      """
      SELECT id, payload_hash FROM tireless_notification
      WHERE tenant = ? AND topic = ? AND subject = ? AND version = ? FOR UPDATE""";
  private static final String LOCK_OWNERS =
      """
      SELECT tenant, topic, subject, version, id, payload_hash FROM tireless_notification
      WHERE (tenant, topic, subject, version) IN (%s) FOR UPDATE""";
  private static final String HOLD_OUTBOX =
      "INSERT INTO tireless_outbox (notification_id, held_until) VALUES (?, ?)";
  private static final String KNOWN_RECEIVERS =
      """
      SELECT receiver FROM tireless_receiver
      WHERE tenant = ? AND state <> 'DELETED' AND receiver IN (%s)""";

  private final Dialect dialect;
  private final BulkInsert asNew;
  private final BulkInsert unlessThere;
  private final BulkInsert outbox;

  public NotificationStore(Dialect dialect) {
    this.dialect = dialect;
    this.asNew =
        BulkInsert.into(
            dialect,
            "tireless_notification",
            Column.text("id"),
            Column.text("tenant"),
            Column.text("topic"),
            Column.text("subject"),
            Column.number("version"),
            Column.text("addressees"),
            Column.text("content_type"),
            Column.bytes("payload"),
            Column.bytes("payload_hash"),
            Column.text("traceparent"),
            Column.time("created_at"));
    this.unlessThere = asNew.unlessThere();
    this.outbox = BulkInsert.into(dialect, "tireless_outbox", Column.text("notification_id"));
  }

  /** What a notification is about: under one such key stands one payload. */
  public record NaturalKey(String tenant, String topic, String subject, long version)
      implements Comparable<NaturalKey> {

    /** That of the table's unique key, in which a database locks its rows. */
    private static final Comparator<NaturalKey> ORDER =
        Comparator.comparing(NaturalKey::subject)
            .thenComparing(NaturalKey::topic)
            .thenComparing(NaturalKey::tenant)
            .thenComparingLong(NaturalKey::version);

    public static NaturalKey of(Publication p) {
      return new NaturalKey(p.tenant(), p.topic(), p.subject(), p.version());
    }

    @Override
    public int compareTo(NaturalKey other) {
      return ORDER.compare(this, other);
    }
  }

  /** Whose notification stands under a natural key, and the hash of what it says in hex. */
  public record Owner(String notificationId, String payloadHash) {

    private static Owner of(String id, byte[] hash) {
      return new Owner(id, HexFormat.of().formatHex(hash));
    }

    boolean says(byte[] hash) {
      return payloadHash.equals(HexFormat.of().formatHex(hash));
    }
  }

  /**
   * Writes the notification unless another one stands under its natural key, and tells whose does
   * now. The answer comes from a locking read: at REPEATABLE READ a plain one cannot see a row that
   * won the race.
   */
  public Owner insert(Connection c, Claim claim, Instant now) throws SQLException {
    int inserted = Jdbc.insertIfAbsent(c, dialect, INSERT, "version", row(claim, now));
    // MySQL's drivers may count an existing row as changed.
    if (inserted == 1 && (dialect != Dialect.MYSQL || isThere(c, claim.id()))) {
      return Owner.of(claim.id(), claim.hash());
    }
    return lockOwner(c, claim.publication());
  }

  /**
   * Whether there is a notification of this id, as far as this transaction sees. A plain read, for
   * a locking one would lock what is beside the row on MySQL, too, be it there or not.
   */
  public static boolean isThere(Connection c, String id) throws SQLException {
    return !Jdbc.query(c, IS_THERE, row -> row.getString(1), id).isEmpty();
  }

  /**
   * The same for many, each of another key, in the order of their keys, so that two who write the
   * same ones wait for each other in one direction. It must be the first to write in the
   * transaction, which it may roll back and begin anew.
   */
  public Map<NaturalKey, Owner> insert(Connection c, SortedMap<NaturalKey, Claim> all, Instant now)
      throws SQLException {
    Map<NaturalKey, Owner> owners = new HashMap<>();
    if (dialect == Dialect.H2) {
      for (Claim claim : all.values()) {
        owners.put(claim.key(), insert(c, claim, now));
      }
      return owners;
    }
    List<@Nullable Object[]> rows = all.values().stream().map(claim -> row(claim, now)).toList();
    if (insertedAsNew(c, rows)) {
      all.forEach((key, claim) -> owners.put(key, Owner.of(claim.id(), claim.hash())));
    } else {
      unlessThere.run(c, rows);
      lockOwners(c, all.keySet(), owners);
    }
    return owners;
  }

  /**
   * Nearly always all are new, and an insert that need not expect others costs a third less. When
   * it fails, nothing of the transaction is kept: MySQL would go on holding shared locks on what is
   * there, and two who want more of the same row would be in each other's way.
   */
  private boolean insertedAsNew(Connection c, List<@Nullable Object[]> rows) throws SQLException {
    try {
      asNew.run(c, rows);
      return true;
    } catch (SQLException e) {
      if (!Dialect.isDuplicate(e)) {
        throw e;
      }
      c.rollback();
      return false;
    }
  }

  private static void lockOwners(Connection c, Set<NaturalKey> keys, Map<NaturalKey, Owner> owners)
      throws SQLException {
    List<@Nullable Object> args = new ArrayList<>();
    keys.forEach(k -> Collections.addAll(args, k.tenant(), k.topic(), k.subject(), k.version()));
    String list = Jdbc.tuples(keys.size(), 4);
    Jdbc.query(
        c,
        LOCK_OWNERS.formatted(list),
        row ->
            owners.put(
                new NaturalKey(
                    row.getString(1), row.getString(2), row.getString(3), row.getLong(4)),
                Owner.of(row.getString(5), row.getBytes(6))),
        args.toArray());
  }

  private static Owner lockOwner(Connection c, Publication p) throws SQLException {
    return Jdbc.query(
            c,
            LOCK_OWNER,
            row -> Owner.of(row.getString("id"), row.getBytes("payload_hash")),
            p.tenant(),
            p.topic(),
            p.subject(),
            p.version())
        .stream()
        .findFirst()
        .orElseThrow(NotificationStore::invisible);
  }

  /** H2's locking read sees no more than its snapshot; PostgreSQL gives this answer by itself. */
  private static SQLException invisible() {
    return new SQLTransactionRollbackException(
        "It was published after the snapshot of this transaction; run the transaction again",
        "40001");
  }

  private static @Nullable Object[] row(Claim claim, Instant now) {
    Publication p = claim.publication();
    return new @Nullable Object[] {
      claim.id(),
      p.tenant(),
      p.topic(),
      p.subject(),
      p.version(),
      addressees(p.to()),
      p.contentType(),
      p.payload().bytes(),
      claim.hash(),
      p.traceparent(),
      now
    };
  }

  /** Lets the sequencer find them. */
  public void insertOutbox(Connection c, List<String> ids) throws SQLException {
    outbox.run(c, ids.stream().map(id -> new @Nullable Object[] {id}).toList());
  }

  /** Lets the sequencer find it, but not before that time, if there is one. */
  public void holdOutbox(Connection c, String id, @Nullable Instant until) throws SQLException {
    Jdbc.update(c, HOLD_OUTBOX, id, until);
  }

  /** Those of the receiver ids that this tenant does not have. */
  public Set<String> unknownReceivers(Connection c, String tenant, List<String> ids)
      throws SQLException {
    Set<String> unknown = new HashSet<>(ids);
    if (!ids.isEmpty()) {
      List<Object> args = new ArrayList<>(List.of(tenant));
      args.addAll(Jdbc.padded(ids));
      String sql = KNOWN_RECEIVERS.formatted(Jdbc.placeholders(ids.size()));
      Jdbc.query(c, sql, row -> row.getString(1), args.toArray()).forEach(unknown::remove);
    }
    return unknown;
  }

  private static @Nullable String addressees(List<String> to) {
    return to.isEmpty() ? null : String.join(" ", to);
  }
}
