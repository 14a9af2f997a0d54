package dev.tireless.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How far a receiver has come with a notifier's sequence, what it has of it, and its reports. */
public final class CatchUpStore {

  private static final String INSERT =
      """
      INSERT INTO tireless_catch_up (notifier, epoch, contiguous_seq, watermark, lease_token)
      VALUES (?, 0, 0, 0, 0)""";
  private static final String LEASE =
      """
      UPDATE tireless_catch_up
      SET leased_by = ?, leased_until = ?, lease_token = lease_token + 1
      WHERE notifier = ? AND (leased_until IS NULL OR leased_until <= ? OR leased_by = ?)""";
  private static final String GIVE_BACK =
      """
      UPDATE tireless_catch_up SET leased_until = NULL
      WHERE notifier = ? AND leased_by = ? AND lease_token = ?""";
  private static final String FIND = "SELECT * FROM tireless_catch_up WHERE notifier = ?";
  private static final String SAVE =
      """
      UPDATE tireless_catch_up
      SET epoch = ?, contiguous_seq = ?, watermark = ?, heard_at = ?, compared_until = ?,
          leased_until = ?
      WHERE notifier = ? AND lease_token = ?""";
  private static final String SEEN_BEHIND =
      """
      SELECT seq, seen_at FROM tireless_seen
      WHERE notifier = ? AND epoch = ? AND seq > ? ORDER BY seq LIMIT ?""";
  private static final String HIGHEST_SEEN =
      """
      SELECT seq, seen_at FROM tireless_seen
      WHERE notifier = ? AND epoch = ? ORDER BY seq DESC LIMIT 1""";
  private static final String EARLIER_EPOCH =
      "SELECT MAX(epoch) FROM tireless_seen WHERE notifier = ? AND epoch < ?";

  /**
   * What was applied counts as long as its receipt says so; what failed or was refused is known,
   * and kept visible elsewhere.
   */
  private static final String HELD =
      """
      SELECT s.seq, s.notification_id, s.payload_hash FROM tireless_seen s
      LEFT JOIN tireless_receipt r
        ON r.notifier = s.notifier AND r.topic = s.topic AND r.subject = s.subject
      WHERE s.notifier = ? AND s.epoch = ? AND s.seq > ? AND s.seq <= ?
        AND (s.outcome IN ('FAILED', 'REFUSED') OR r.version >= s.version)
      ORDER BY s.seq""";

  private static final String FAILED_SEQS =
      """
      SELECT s.seq FROM tireless_seen s
      LEFT JOIN tireless_receipt r
        ON r.notifier = s.notifier AND r.topic = s.topic AND r.subject = s.subject
      WHERE s.outcome = 'FAILED' AND s.seen_at <= ? AND s.notifier = ? AND s.epoch = ?
        AND (r.version IS NULL OR r.version < s.version)
      ORDER BY s.seq LIMIT ?""";
  private static final String NEWEST_APPLIED =
      """
      SELECT seq FROM tireless_seen
      WHERE notifier = ? AND epoch = ? AND outcome IN ('APPLIED', 'IGNORED')
      ORDER BY seq DESC LIMIT ?""";
  private static final String INSERT_REPORT =
      """
      INSERT INTO tireless_comparison
        (notifier, reason, epoch, from_seq, to_seq, compared, missing, repaired, still_open,
         detail, started_at, finished_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String REPORTS =
      "SELECT * FROM tireless_comparison WHERE notifier = ? ORDER BY number DESC LIMIT ?";
  private static final String LAST_COMPARISON =
      """
      SELECT * FROM tireless_comparison
      WHERE notifier = ? AND reason IN ('NIGHTLY', 'REQUEST', 'EPOCH')
      ORDER BY number DESC LIMIT 1""";

  private static final int MAX_DETAIL = 1024;

  private final Dialect dialect;

  public CatchUpStore(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * How far one has come.
   *
   * @param epoch 0 before the notifier was asked for the first time
   * @param contiguousSeq everything up to here is known
   * @param watermark the newest number that the notifier told
   * @param heardAt when the notifier last answered
   * @param comparedUntil the end of the last day that was compared
   * @param token of the lease under which this was read
   */
  public record Progress(
      long epoch,
      long contiguousSeq,
      long watermark,
      @Nullable Instant heardAt,
      @Nullable Instant comparedUntil,
      @Nullable Instant leasedUntil,
      @Nullable String leasedBy,
      long token) {

    public Progress contiguous(long seq) {
      return new Progress(
          epoch, seq, watermark, heardAt, comparedUntil, leasedUntil, leasedBy, token);
    }

    /** What the notifier told just now. */
    public Progress heard(long newWatermark, Instant now) {
      return new Progress(
          epoch, contiguousSeq, newWatermark, now, comparedUntil, leasedUntil, leasedBy, token);
    }

    public Progress comparedUntil(Instant time) {
      return new Progress(
          epoch, contiguousSeq, watermark, heardAt, time, leasedUntil, leasedBy, token);
    }

    /** From the beginning of another run of numbers. */
    public Progress epoch(long other) {
      return new Progress(other, 0, 0, heardAt, comparedUntil, leasedUntil, leasedBy, token);
    }

    public Progress leasedUntil(Instant time) {
      return new Progress(
          epoch, contiguousSeq, watermark, heardAt, comparedUntil, time, leasedBy, token);
    }
  }

  /** A number that came, and when. */
  public record SeenAt(long seq, Instant at) {}

  /** What was compared or fetched, and what came of it. */
  public record Report(
      String reason,
      long epoch,
      long fromSeq,
      long toSeq,
      long compared,
      long missing,
      long repaired,
      long stillOpen,
      String detail,
      Instant startedAt,
      Instant finishedAt) {}

  /** Takes the lease, or renews one's own; empty when another instance has it. */
  public Optional<Progress> lease(
      Connection c, String notifier, String node, Instant now, Instant until) throws SQLException {
    if (Jdbc.update(c, LEASE, node, until, notifier, now, node) == 0) {
      Jdbc.insertIfAbsent(c, dialect, INSERT, "epoch", notifier);
      if (Jdbc.update(c, LEASE, node, until, notifier, now, node) == 0) {
        return Optional.empty();
      }
    }
    return find(c, notifier);
  }

  public Optional<Progress> find(Connection c, String notifier) throws SQLException {
    return Jdbc.query(c, FIND, CatchUpStore::progress, notifier).stream().findFirst();
  }

  /** False when the lease went to another instance. */
  public boolean save(Connection c, String notifier, Progress p) throws SQLException {
    return Jdbc.update(
            c,
            SAVE,
            p.epoch(),
            p.contiguousSeq(),
            p.watermark(),
            p.heardAt(),
            p.comparedUntil(),
            p.leasedUntil(),
            notifier,
            p.token())
        == 1;
  }

  /** Lets another instance go on at once. */
  public void giveBack(Connection c, String notifier, String node, long token) throws SQLException {
    Jdbc.update(c, GIVE_BACK, notifier, node, token);
  }

  /** Numbers that came, behind one number, ascending. */
  public List<SeenAt> seenBehind(Connection c, String notifier, long epoch, long seq, int limit)
      throws SQLException {
    return Jdbc.query(c, SEEN_BEHIND, CatchUpStore::seenAt, notifier, epoch, seq, limit);
  }

  public Optional<SeenAt> highestSeen(Connection c, String notifier, long epoch)
      throws SQLException {
    return Jdbc.query(c, HIGHEST_SEEN, CatchUpStore::seenAt, notifier, epoch).stream().findFirst();
  }

  /**
   * What we have behind one number and up to another, in the words of a digest. Numbers of earlier
   * epochs stand where the present one has given none anew.
   */
  public SortedMap<Long, FeedStore.HashedPlace> held(
      Connection c, String notifier, long epoch, long after, long until) throws SQLException {
    SortedMap<Long, FeedStore.HashedPlace> held = new TreeMap<>();
    Optional<Long> next = Optional.of(epoch);
    while (next.isPresent()) {
      long one = next.get();
      Jdbc.query(c, HELD, CatchUpStore::place, notifier, one, after, until)
          .forEach(place -> held.putIfAbsent(place.seq(), place));
      next = Jdbc.query(c, EARLIER_EPOCH, CatchUpStore::epochOrNone, notifier, one).get(0);
    }
    return held;
  }

  /** Numbers of what failed, did not come since, and was not applied in another way. */
  public List<Long> failed(Connection c, String notifier, long epoch, Instant notSince, int limit)
      throws SQLException {
    return Jdbc.query(c, FAILED_SEQS, row -> row.getLong(1), notSince, notifier, epoch, limit);
  }

  /** The newest numbers that were applied or needed not be, the highest first. */
  public List<Long> newestApplied(Connection c, String notifier, long epoch, int limit)
      throws SQLException {
    return Jdbc.query(c, NEWEST_APPLIED, row -> row.getLong(1), notifier, epoch, limit);
  }

  public void report(Connection c, String notifier, Report r) throws SQLException {
    Jdbc.update(
        c,
        INSERT_REPORT,
        notifier,
        r.reason(),
        r.epoch(),
        r.fromSeq(),
        r.toSeq(),
        r.compared(),
        r.missing(),
        r.repaired(),
        r.stillOpen(),
        Jdbc.text(r.detail(), MAX_DETAIL),
        r.startedAt(),
        r.finishedAt());
  }

  /** The newest first. */
  public List<Report> reports(Connection c, String notifier, int limit) throws SQLException {
    return Jdbc.query(c, REPORTS, CatchUpStore::report, notifier, limit);
  }

  /** The newest report of a comparison by digests. */
  public Optional<Report> lastComparison(Connection c, String notifier) throws SQLException {
    return Jdbc.query(c, LAST_COMPARISON, CatchUpStore::report, notifier).stream().findFirst();
  }

  private static Optional<Long> epochOrNone(ResultSet row) throws SQLException {
    long epoch = row.getLong(1);
    return row.wasNull() ? Optional.empty() : Optional.of(epoch);
  }

  private static SeenAt seenAt(ResultSet row) throws SQLException {
    return new SeenAt(row.getLong("seq"), Jdbc.instant(row, "seen_at"));
  }

  private static FeedStore.HashedPlace place(ResultSet row) throws SQLException {
    return new FeedStore.HashedPlace(
        row.getLong("seq"),
        row.getString("notification_id"),
        Objects.requireNonNull(row.getBytes("payload_hash")));
  }

  private static Progress progress(ResultSet row) throws SQLException {
    return new Progress(
        row.getLong("epoch"),
        row.getLong("contiguous_seq"),
        row.getLong("watermark"),
        Jdbc.instantOrNull(row, "heard_at"),
        Jdbc.instantOrNull(row, "compared_until"),
        Jdbc.instantOrNull(row, "leased_until"),
        row.getString("leased_by"),
        row.getLong("lease_token"));
  }

  private static Report report(ResultSet row) throws SQLException {
    return new Report(
        row.getString("reason"),
        row.getLong("epoch"),
        row.getLong("from_seq"),
        row.getLong("to_seq"),
        row.getLong("compared"),
        row.getLong("missing"),
        row.getLong("repaired"),
        row.getLong("still_open"),
        row.getString("detail"),
        Jdbc.instant(row, "started_at"),
        Jdbc.instant(row, "finished_at"));
  }
}
