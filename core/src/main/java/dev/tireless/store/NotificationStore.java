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

  private static final String INSERT_SUBJECT =
      """
      INSERT INTO tireless_subject (tenant, topic, subject, version, notification_id, payload_hash)
      VALUES (?, ?, ?, ?, ?, ?)""";
  private static final String LOCK_SUBJECT =
      """
      SELECT notification_id, payload_hash FROM tireless_subject
      WHERE tenant = ? AND topic = ? AND subject = ? AND version = ? FOR UPDATE""";
  private static final String LOCK_SUBJECTS =
      """
      SELECT tenant, topic, subject, version, notification_id, payload_hash FROM tireless_subject
      WHERE (tenant, topic, subject, version) IN (%s) FOR UPDATE""";
  private static final String KNOWN_RECEIVERS =
      """
      SELECT receiver FROM tireless_receiver
      WHERE tenant = ? AND state <> 'DELETED' AND receiver IN (%s)""";

  private final Dialect dialect;
  private final BulkInsert newSubjects;
  private final BulkInsert subjects;
  private final BulkInsert notifications;
  private final BulkInsert outbox;

  public NotificationStore(Dialect dialect) {
    this.dialect = dialect;
    this.newSubjects =
        BulkInsert.into(
            dialect,
            "tireless_subject",
            Column.text("tenant"),
            Column.text("topic"),
            Column.text("subject"),
            Column.number("version"),
            Column.text("notification_id"),
            Column.bytes("payload_hash"));
    this.subjects = newSubjects.unlessThere();
    this.notifications =
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
    this.outbox = BulkInsert.into(dialect, "tireless_outbox", Column.text("notification_id"));
  }

  /** What a notification is about: under one such key stands one payload. */
  public record NaturalKey(String tenant, String topic, String subject, long version)
      implements Comparable<NaturalKey> {

    /** That of the table's key, in which a database locks its rows. */
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
  public record SubjectOwner(String notificationId, String payloadHash) {

    private static SubjectOwner of(String id, byte[] hash) {
      return new SubjectOwner(id, HexFormat.of().formatHex(hash));
    }

    boolean says(byte[] hash) {
      return payloadHash.equals(HexFormat.of().formatHex(hash));
    }
  }

  /**
   * Claims the natural key for the notification and tells who holds it now. The answer comes from a
   * locking read: at REPEATABLE READ a plain one cannot see a row that won the race.
   */
  public SubjectOwner claimSubject(Connection c, Claim claim) throws SQLException {
    int inserted = Jdbc.insertIfAbsent(c, dialect, INSERT_SUBJECT, "version", subjectRow(claim));
    // MySQL's drivers may count an existing row as changed, so only a 0 elsewhere is an answer.
    if (inserted == 1 && dialect != Dialect.MYSQL) {
      return SubjectOwner.of(claim.id(), claim.hash());
    }
    return lockSubject(c, claim.publication());
  }

  /**
   * As {@link #claimSubject} for many, each of another key, in the order of their keys, so that two
   * who claim the same ones wait for each other in one direction. It must be the first to write in
   * the transaction, which it may roll back and begin anew.
   */
  public Map<NaturalKey, SubjectOwner> claimSubjects(Connection c, SortedMap<NaturalKey, Claim> all)
      throws SQLException {
    Map<NaturalKey, SubjectOwner> owners = new HashMap<>();
    if (dialect == Dialect.H2) {
      for (Claim claim : all.values()) {
        owners.put(claim.key(), claimSubject(c, claim));
      }
      return owners;
    }
    List<@Nullable Object[]> rows =
        all.values().stream().map(NotificationStore::subjectRow).toList();
    if (insertedAsNew(c, rows)) {
      all.forEach((key, claim) -> owners.put(key, SubjectOwner.of(claim.id(), claim.hash())));
    } else {
      subjects.run(c, rows);
      lockSubjects(c, all.keySet(), owners);
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
      newSubjects.run(c, rows);
      return true;
    } catch (SQLException e) {
      if (!Dialect.isDuplicate(e)) {
        throw e;
      }
      c.rollback();
      return false;
    }
  }

  private static @Nullable Object[] subjectRow(Claim claim) {
    Publication p = claim.publication();
    return new @Nullable Object[] {
      p.tenant(), p.topic(), p.subject(), p.version(), claim.id(), claim.hash()
    };
  }

  private static void lockSubjects(
      Connection c, Set<NaturalKey> keys, Map<NaturalKey, SubjectOwner> owners)
      throws SQLException {
    List<@Nullable Object> args = new ArrayList<>();
    keys.forEach(k -> Collections.addAll(args, k.tenant(), k.topic(), k.subject(), k.version()));
    String list = Jdbc.tuples(keys.size(), 4);
    Jdbc.query(
        c,
        LOCK_SUBJECTS.formatted(list),
        row ->
            owners.put(
                new NaturalKey(
                    row.getString(1), row.getString(2), row.getString(3), row.getLong(4)),
                SubjectOwner.of(row.getString(5), row.getBytes(6))),
        args.toArray());
  }

  private static SubjectOwner lockSubject(Connection c, Publication p) throws SQLException {
    return Jdbc.query(
            c,
            LOCK_SUBJECT,
            row -> SubjectOwner.of(row.getString("notification_id"), row.getBytes("payload_hash")),
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

  /** Writes notifications whose subjects are claimed. */
  public void insert(Connection c, List<Claim> claimed, Instant now) throws SQLException {
    notifications.run(c, claimed.stream().map(claim -> row(claim, now)).toList());
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
