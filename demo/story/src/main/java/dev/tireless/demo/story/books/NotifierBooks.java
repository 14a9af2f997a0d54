package dev.tireless.demo.story.books;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.tireless.Publication;
import dev.tireless.deliver.Deliveries;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;

/**
 * What the database of the program says that notifies the account system. Every question is asked
 * anew.
 */
public final class NotifierBooks {

  /** Of a notification that no delivery was made of yet. */
  public static final String UNSENT = "UNSENT";

  private static final String STATES =
      """
      SELECT n.subject,
             CASE WHEN u.seq IS NOT NULL THEN 'PENDING'
                  WHEN p.seq IS NOT NULL THEN p.state
                  WHEN EXISTS (SELECT 1 FROM tireless_attempt a WHERE a.receiver_id = d.receiver_id
                               AND a.seq = d.seq AND a.outcome = 'ACKED') THEN 'ACKED'
                  WHEN EXISTS (SELECT 1 FROM tireless_range g WHERE g.receiver_id = d.receiver_id
                               AND d.seq BETWEEN g.first_seq AND g.last_seq) THEN 'PENDING'
                  WHEN d.seq IS NOT NULL THEN 'LOST'
                  ELSE 'UNSENT' END
      FROM tireless_notification n
      LEFT JOIN tireless_delivery d ON d.notification_id = n.id
      LEFT JOIN tireless_due u ON u.receiver_id = d.receiver_id AND u.seq = d.seq
      LEFT JOIN tireless_parked p ON p.receiver_id = d.receiver_id AND p.seq = d.seq
      ORDER BY n.id""";

  private static final String PARCEL =
      """
      SELECT n.id, n.topic, n.subject, n.version, h.epoch, d.seq, n.content_type, n.payload
      FROM tireless_notification n
      JOIN tireless_delivery d ON d.notification_id = n.id
      JOIN tireless_receiver_head h ON h.receiver_id = d.receiver_id
      WHERE n.subject = ?""";

  private final Books books;
  private final Clock clock;

  public NotifierBooks(DataSource source, Clock clock) {
    this.books = new Books(source);
    this.clock = clock;
  }

  /** Transaction number to the state of its delivery, or {@link #UNSENT}. */
  public Map<String, String> states() {
    return books.map(STATES, row -> row.getString(2));
  }

  /** How often the account system was told of a recharge, successfully or not. */
  public long attempts(String txNo) {
    return books.number(
        """
        SELECT COUNT(*) FROM tireless_attempt a
        JOIN tireless_delivery d ON d.receiver_id = a.receiver_id AND d.seq = a.seq
        JOIN tireless_notification n ON n.id = d.notification_id
        WHERE n.subject = ?""",
        txNo);
  }

  /** Whether the account system is known to answer nobody. */
  public boolean isReceiverFailing() {
    return books.number(
            "SELECT COUNT(*) FROM tireless_receiver WHERE failing_since IS NOT NULL AND drain_up_to IS NULL")
        > 0;
  }

  /** When the schedule tells something next; there must be something. */
  public Instant nextStep() {
    String sql = "SELECT 'next', MIN(due_at) FROM tireless_due WHERE leased_until IS NULL";
    LocalDateTime next = books.map(sql, row -> row.getObject(2, LocalDateTime.class)).get("next");
    if (next == null) {
      throw new IllegalStateException("Nothing waits for its next step");
    }
    return next.toInstant(ZoneOffset.UTC);
  }

  /**
   * How many of the recharges were told in vain, with that status at least once.
   *
   * @param status 0 when no answer came in time
   */
  public long failedWith(int status, Collection<String> txNos) {
    return among(txNos, "a.outcome = 'FAILED' AND a.status = ?", status);
  }

  /** How many of the recharges were acked by a call of the account system's own. */
  public long pulled(Collection<String> txNos) {
    return among(txNos, "a.outcome = 'ACKED' AND a.source = 'PULL'");
  }

  private long among(Collection<String> txNos, String attempt, Object... parameters) {
    String sql =
        """
        SELECT DISTINCT n.subject FROM tireless_attempt a
        JOIN tireless_delivery d ON d.receiver_id = a.receiver_id AND d.seq = a.seq
        JOIN tireless_notification n ON n.id = d.notification_id
        WHERE %s"""
            .formatted(attempt);
    Set<String> having = books.map(sql, row -> true, parameters).keySet();
    return txNos.stream().filter(having::contains).count();
  }

  /** How many of the recharges were acked by attempts made for which reason. */
  public Map<String, Long> ackedBy(Collection<String> txNos) {
    Map<String, String> reasons =
        books.map(
            """
            SELECT n.subject, a.reason FROM tireless_attempt a
            JOIN tireless_delivery d ON d.receiver_id = a.receiver_id AND d.seq = a.seq
            JOIN tireless_notification n ON n.id = d.notification_id
            WHERE a.outcome = 'ACKED'""",
            row -> row.getString(2));
    return txNos.stream()
        .map(reasons::get)
        .filter(Objects::nonNull)
        .collect(groupingBy(reason -> reason, counting()));
  }

  /** Notifications that the account system has not acked and nobody has given up. */
  public long unsent() {
    return books.number(
        """
        SELECT (SELECT COUNT(*) FROM tireless_outbox) + (SELECT COUNT(*) FROM tireless_due)
          + (SELECT COUNT(*) FROM tireless_range g
             JOIN tireless_delivery d
               ON d.receiver_id = g.receiver_id AND d.seq BETWEEN g.first_seq AND g.last_seq
             WHERE NOT EXISTS (SELECT 1 FROM tireless_attempt a
                               WHERE a.receiver_id = d.receiver_id AND a.seq = d.seq))""");
  }

  /** What was, or will be, put on the wire for a recharge; it must have been sequenced. */
  public Parcel parcel(String txNo) {
    Parcel parcel = books.map(PARCEL, Parcel::read, txNo).values().stream().findAny().orElse(null);
    if (parcel == null) {
      throw new IllegalStateException("There is no delivery of " + txNo);
    }
    return parcel;
  }

  /** How many attempts of a recharge were a transactional message that the broker confirmed. */
  public long sentByTransactionalMessage(String txNo) {
    return books.number(
        """
        SELECT COUNT(*) FROM tireless_attempt a
        JOIN tireless_delivery d ON d.receiver_id = a.receiver_id AND d.seq = a.seq
        JOIN tireless_notification n ON n.id = d.notification_id
        WHERE n.subject = ? AND a.excerpt LIKE '%transactional message'""",
        txNo);
  }

  /** Whether nobody but us is connected: the database has heard of the end of a killed process. */
  public boolean isAlone() {
    return books.isAlone();
  }

  /** Has the operator tell a given-up delivery again; false when there is none of this recharge. */
  public boolean replay(String txNo) {
    Deliveries deliveries = new Deliveries(books.source(), clock);
    return deliveries.ofSubject(Publication.DEFAULT_TENANT, "recharge.completed", txNo).stream()
        .anyMatch(d -> deliveries.replay(Publication.DEFAULT_TENANT, d.receiver(), d.seq()));
  }

  /** The rows that contradict what Tireless promises. */
  public List<String> audit() {
    return new Deliveries(books.source(), clock)
        .audit().stream().map(finding -> finding.rule() + ": seq " + finding.seq()).toList();
  }
}
