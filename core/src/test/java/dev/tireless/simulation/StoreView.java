package dev.tireless.simulation;

import dev.tireless.AttemptReason;
import dev.tireless.DeliveryState;
import dev.tireless.simulation.HealthLedger.Phase;
import dev.tireless.simulation.HealthLedger.Seen;
import dev.tireless.simulation.SimulatedChannel.Lease;
import dev.tireless.simulation.SimulatedChannel.Noted;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What the database says, asked by plain SQL and past all mutants. */
record StoreView(DataSource real, Clock clock) {

  private static final String STATES =
      """
      SELECT r.receiver, d.seq, d.notification_id,
        CASE WHEN u.seq IS NOT NULL THEN 'PENDING' WHEN p.seq IS NOT NULL THEN p.state
             WHEN g.first_seq IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM tireless_attempt a
                               WHERE a.receiver_id = d.receiver_id AND a.seq = d.seq)
             THEN 'PENDING'
             ELSE 'ACKED' END
      FROM tireless_delivery d JOIN tireless_receiver r ON r.receiver_id = d.receiver_id
      LEFT JOIN tireless_due u ON u.receiver_id = d.receiver_id AND u.seq = d.seq
      LEFT JOIN tireless_parked p ON p.receiver_id = d.receiver_id AND p.seq = d.seq
      LEFT JOIN tireless_range g
        ON g.receiver_id = d.receiver_id AND d.seq BETWEEN g.first_seq AND g.last_seq
      ORDER BY r.receiver, d.seq""";

  private static final String HEALTH =
      """
      SELECT receiver, failing_since, drain_up_to, probed_at, state, paused_until
      FROM tireless_receiver""";

  private static final String LEASES =
      """
      SELECT r.receiver, u.seq, u.lease_token, u.reason FROM tireless_due u
      JOIN tireless_receiver r ON r.receiver_id = u.receiver_id
      WHERE u.leased_until IS NOT NULL
      UNION ALL
      SELECT r.receiver, d.seq, 1, 'SCHEDULED' FROM tireless_range g
      JOIN tireless_receiver r ON r.receiver_id = g.receiver_id
      JOIN tireless_delivery d
        ON d.receiver_id = g.receiver_id AND d.seq BETWEEN g.first_seq AND g.last_seq
      WHERE NOT EXISTS (SELECT 1 FROM tireless_attempt a
                        WHERE a.receiver_id = d.receiver_id AND a.seq = d.seq)""";

  private static final String WISHED =
      """
      SELECT r.receiver, u.seq FROM tireless_due u
      JOIN tireless_receiver r ON r.receiver_id = u.receiver_id
      WHERE u.reason = 'REPLAY' AND u.leased_until IS NULL""";

  /** A delivery as the store has it. */
  record Row(String receiver, long seq, String notification, DeliveryState state) {

    String key() {
      return receiver + "/" + seq;
    }
  }

  List<Row> rows() throws SQLException {
    try (Connection connection = real.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(STATES)) {
      List<Row> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(
            new Row(
                result.getString(1),
                result.getLong(2),
                result.getString(3),
                DeliveryState.valueOf(result.getString(4))));
      }
      return rows;
    }
  }

  /** What nobody holds and is told again on request, as {@code receiver/seq}. */
  List<String> wished() throws SQLException {
    try (Connection connection = real.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(WISHED)) {
      List<String> wished = new ArrayList<>();
      while (result.next()) {
        wished.add(result.getString(1) + "/" + result.getLong(2));
      }
      return wished;
    }
  }

  List<Seen> seen() throws SQLException {
    try (Connection connection = real.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(HEALTH)) {
      List<Seen> all = new ArrayList<>();
      while (result.next()) {
        all.add(seen(result));
      }
      return all;
    }
  }

  private Seen seen(ResultSet row) throws SQLException {
    Instant since = instant(row, "failing_since");
    Instant pausedUntil = instant(row, "paused_until");
    boolean draining = row.getObject("drain_up_to") != null;
    Phase failing = draining ? Phase.DRAINING : Phase.FAILING;
    return new Seen(
        row.getString("receiver"),
        since == null ? Phase.HEALTHY : failing,
        since,
        instant(row, "probed_at"),
        row.getString("state").equals("ACTIVE")
            && (pausedUntil == null || !pausedUntil.isAfter(clock.instant())));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    LocalDateTime time = row.getObject(column, LocalDateTime.class);
    return time == null ? null : time.toInstant(ZoneOffset.UTC);
  }

  List<Noted> leases() throws SQLException {
    try (Connection connection = real.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(LEASES)) {
      List<Noted> leases = new ArrayList<>();
      while (result.next()) {
        Lease lease = new Lease(result.getString(1), result.getLong(2), result.getLong(3));
        leases.add(new Noted(lease, AttemptReason.valueOf(result.getString(4))));
      }
      return leases;
    }
  }
}
