package dev.tireless.demo.account.receipts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Looks at the receiver's tables as they are. Of the product only the demo does that: an
 * application asks the inbox.
 */
@Repository
class Receipts {

  private static final String CREDITED =
      "SELECT tx_no, create_time FROM de_duplication ORDER BY create_time DESC, tx_no LIMIT ?";
  private static final String APPLIED =
      """
      SELECT subject, version, applied_at FROM tireless_receipt
      ORDER BY applied_at DESC, subject LIMIT ?""";
  private static final String SEEN =
      """
      SELECT epoch, seq, subject, outcome, error, seen_at FROM tireless_seen
      ORDER BY seen_at DESC, epoch DESC, seq DESC LIMIT ?""";

  private final JdbcClient jdbc;

  Receipts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A row of {@code de_duplication}. */
  record Credited(String txNo, Instant createTime) {}

  /** Which version of a subject was applied last. */
  record Applied(String subject, long version, Instant appliedAt) {}

  /** What became of a delivery. */
  record Seen(long epoch, long seq, String subject, String outcome, String error, Instant seenAt) {}

  List<Credited> credited(int limit) {
    return jdbc.sql(CREDITED)
        .param(limit)
        .query((row, n) -> new Credited(row.getString(1), instant(row, 2)))
        .list();
  }

  List<Applied> applied(int limit) {
    return jdbc.sql(APPLIED)
        .param(limit)
        .query((row, n) -> new Applied(row.getString(1), row.getLong(2), instant(row, 3)))
        .list();
  }

  List<Seen> seen(int limit) {
    return jdbc.sql(SEEN).param(limit).query(Receipts::seen).list();
  }

  private static Seen seen(ResultSet row, int number) throws SQLException {
    return new Seen(
        row.getLong("epoch"),
        row.getLong("seq"),
        row.getString("subject"),
        row.getString("outcome"),
        row.getString("error"),
        instant(row, 6));
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }
}
