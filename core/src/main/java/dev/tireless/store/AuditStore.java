package dev.tireless.store;

import dev.tireless.Attempt;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for rows that contradict the promises. A delivery is in {@code due}, or in {@code parked},
 * or in a {@code range} without an attempt, or in none and has an ack after which nobody opened it
 * again; anything else is a bug of ours, and so is a hole in a sequence. Each rule is one
 * statement, so that it sees one moment; all of them read whole tables.
 */
public final class AuditStore {

  private static final String DELIVERY = " FROM tireless_delivery d WHERE ";
  private static final String IN_DUE =
      "EXISTS (SELECT 1 FROM tireless_due x WHERE x.receiver_id = d.receiver_id AND x.seq = d.seq)";
  private static final String IN_PARKED = IN_DUE.replace("tireless_due", "tireless_parked");
  private static final String IN_RANGE =
      """
      EXISTS (SELECT 1 FROM tireless_range g WHERE g.receiver_id = d.receiver_id
              AND d.seq BETWEEN g.first_seq AND g.last_seq)""";
  private static final String TRIED =
      """
      EXISTS (SELECT 1 FROM tireless_attempt a WHERE a.receiver_id = d.receiver_id
              AND a.seq = d.seq)""";
  private static final String ACKED =
      """
      EXISTS (SELECT 1 FROM tireless_attempt a WHERE a.receiver_id = d.receiver_id
              AND a.seq = d.seq AND a.outcome = 'ACKED'
              AND NOT EXISTS (SELECT 1 FROM tireless_attempt w WHERE w.receiver_id = d.receiver_id
                              AND w.seq = d.seq AND w.outcome = '%s'
                              AND w.number > a.number))"""
          .formatted(Attempt.REOPENED);

  private static final Map<String, String> RULES = rules();

  private static final int MOST_PER_RULE = 100;

  /** A row that should not be; {@code receiverId} is the internal number. */
  public record Finding(String rule, long receiverId, long seq) {}

  /** At most 100 findings per rule; empty when all is well. */
  public List<Finding> findings(Connection c) throws SQLException {
    List<Finding> all = new ArrayList<>();
    for (Map.Entry<String, String> rule : RULES.entrySet()) {
      String sql = rule.getValue() + " LIMIT " + MOST_PER_RULE;
      all.addAll(
          Jdbc.query(c, sql, row -> new Finding(rule.getKey(), row.getLong(1), row.getLong(2))));
    }
    return all;
  }

  private static Map<String, String> rules() {
    Map<String, String> rules = new LinkedHashMap<>();
    rules.put(
        "neither pending nor parked nor acked",
        "SELECT d.receiver_id, d.seq"
            + DELIVERY
            + "NOT "
            + IN_DUE
            + " AND NOT "
            + IN_PARKED
            + " AND NOT "
            + ACKED
            + " AND NOT ("
            + IN_RANGE
            + " AND NOT "
            + TRIED
            + ")");
    rules.put(
        "both pending and parked",
        "SELECT d.receiver_id, d.seq" + DELIVERY + IN_DUE + " AND " + IN_PARKED);
    rules.put(
        "acked, and open all the same",
        "SELECT d.receiver_id, d.seq"
            + DELIVERY
            + ACKED
            + " AND ("
            + IN_DUE
            + " OR "
            + IN_PARKED
            + ")");
    rules.put(
        "in a range, and by itself",
        "SELECT d.receiver_id, d.seq"
            + DELIVERY
            + IN_RANGE
            + " AND ("
            + IN_DUE
            + " OR "
            + IN_PARKED
            + ")");
    rules.put(
        "range without deliveries",
        """
        SELECT g.receiver_id, g.last_seq FROM tireless_range g
        WHERE g.last_seq - g.first_seq + 1
          <> (SELECT COUNT(*) FROM tireless_delivery d WHERE d.receiver_id = g.receiver_id
              AND d.seq BETWEEN g.first_seq AND g.last_seq)""");
    rules.put(
        "ranges that overlap",
        """
        SELECT g.receiver_id, h.first_seq FROM tireless_range g
        JOIN tireless_range h ON h.receiver_id = g.receiver_id
          AND h.first_seq > g.first_seq AND h.first_seq <= g.last_seq""");
    rules.put("pending without delivery", without("tireless_due"));
    rules.put("parked without delivery", without("tireless_parked"));
    rules.put("attempt without delivery", without("tireless_attempt"));
    rules.put(
        "hole in the sequence",
        """
        SELECT h.receiver_id, h.last_seq FROM tireless_receiver_head h
        LEFT JOIN tireless_delivery d ON d.receiver_id = h.receiver_id
        GROUP BY h.receiver_id, h.last_seq
        HAVING COUNT(d.seq) <> h.last_seq OR COALESCE(MAX(d.seq), 0) <> h.last_seq""");
    rules.put(
        "time that goes back in the sequence",
        """
        SELECT d.receiver_id, d.seq FROM tireless_delivery d
        JOIN tireless_delivery n ON n.receiver_id = d.receiver_id AND n.seq = d.seq + 1
        WHERE n.sequenced_at < d.sequenced_at""");
    return rules;
  }

  private static String without(String table) {
    return """
        SELECT x.receiver_id, x.seq FROM %s x
        WHERE NOT EXISTS (SELECT 1 FROM tireless_delivery d
                          WHERE d.receiver_id = x.receiver_id AND d.seq = x.seq)"""
        .formatted(table);
  }
}
