package dev.tireless.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
      INSERT INTO tireless_catch_up
        (notifier, epoch, contiguous_seq, watermark, doubted_seq, lease_token)
      VALUES (?, 0, 0, 0, 0, 0)""";

  /** A lease that ends too far in the future was taken by a clock that was wrong. */
  private static final String LEASE =
      """
      UPDATE tireless_catch_up
      SET leased_by = ?, leased_until = ?, lease_token = lease_token + 1
      WHERE notifier = ?
        AND (leased_until IS NULL OR leased_until <= ? OR leased_until > ? OR leased_by = ?)""";

  private static final String GIVE_BACK =
      "UPDATE tireless_catch_up SET leased_until = NULL WHERE notifier = ? AND leased_by = ?";
  private static final String FIND = "SELECT * FROM tireless_catch_up WHERE notifier = ?";
  private static final String SAVE =
      """
      UPDATE tireless_catch_up
      SET epoch = ?, contiguous_seq = ?, watermark = ?, doubted_seq = ?, heard_at = ?,
          compared_until = ?, leased_until = ?
      WHERE notifier = ? AND lease_token = ?""";
  private static final String SETTLE =
      "UPDATE tireless_catch_up SET conflict_at = NULL WHERE notifier = ? AND lease_token = ?";
  private static final String SEEN_BEHIND =
      """
      SELECT seq, seen_at FROM tireless_seen
      WHERE notifier = ? AND epoch = ? AND seq > ? ORDER BY seq LIMIT ?""";
  private static final String HIGHEST_SEEN =
      """
      SELECT seq, seen_at FROM tireless_seen
      WHERE notifier = ? AND epoch = ? ORDER BY seq DESC LIMIT 1""";
  private static final String LAST_HEARD =
      """
      SELECT seq, seen_at FROM tireless_seen
      WHERE notifier = ? AND epoch = ? AND outcome <> 'FAILED' ORDER BY seq DESC LIMIT 1""";
  private static final String EARLIER_EPOCH =
      "SELECT MAX(epoch) FROM tireless_seen WHERE notifier = ? AND epoch < ?";

  /**
   * What was applied counts as long as its receipt says so; what failed or was refused in the
   * present epoch is known, and kept visible elsewhere.
   */
  private static final String HELD =
      """
      SELECT s.seq, s.notification_id, s.payload_hash FROM tireless_seen s
      LEFT JOIN tireless_receipt r
        ON r.notifier = s.notifier AND r.topic = s.topic AND r.subject = s.subject
      WHERE s.notifier = ? AND s.epoch = ? AND s.seq > ? AND s.seq <= ?
        AND (s.outcome IN (?, ?) OR r.version >= s.version)
      ORDER BY s.seq""";

  private static final String FAILED =
      """
      SELECT s.seq, s.notification_id FROM tireless_seen s
      LEFT JOIN tireless_receipt r
        ON r.notifier = s.notifier AND r.topic = s.topic AND r.subject = s.subject
      WHERE s.outcome = 'FAILED' AND (s.seen_at <= ? OR s.seen_at > ?)
        AND s.notifier = ? AND s.epoch = ? AND s.seq <= ?
        AND (r.version IS NULL OR r.version < s.version)
      ORDER BY s.seq LIMIT ?""";
  private static final String TRIED =
      """
      UPDATE tireless_seen SET seen_at = ?
      WHERE notifier = ? AND epoch = ? AND seq IN (%s) AND outcome = 'FAILED'""";
  private static final String NEWEST_WITH_OUTCOME =
      """
      SELECT seq, seen_at FROM tireless_seen
      WHERE outcome = ? AND notifier = ? AND epoch = ?
      ORDER BY seen_at DESC LIMIT ?""";
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
   * @param doubtedSeq numbers up to here, and above the watermark at that time, may be given twice,
   *     for the sequence went back from here; 0 when it never did
   * @param heardAt when the notifier last answered
   * @param comparedUntil the end of the last day that was compared
   * @param conflictAt when a number came with another notification than before; null when settled
   * @param token of the lease under which this was read
   */
  public record Progress(
      long epoch,
      long contiguousSeq,
      long watermark,
      long doubtedSeq,
      @Nullable Instant heardAt,
      @Nullable Instant comparedUntil,
      @Nullable Instant conflictAt,
      @Nullable Instant leasedUntil,
      @Nullable String leasedBy,
      long token) {

    public Progress contiguous(long seq) {
      return with(epoch, seq, watermark, doubtedSeq, heardAt, comparedUntil, leasedUntil);
    }

    /** What the notifier told just now. */
    public Progress heard(long newWatermark, Instant now) {
      return with(epoch, contiguousSeq, newWatermark, doubtedSeq, now, comparedUntil, leasedUntil);
    }

    /** The sequence went back from here. */
    public Progress doubted(long seq) {
      return with(epoch, contiguousSeq, watermark, seq, heardAt, comparedUntil, leasedUntil);
    }

    public Progress comparedUntil(Instant time) {
      return with(epoch, contiguousSeq, watermark, doubtedSeq, heardAt, time, leasedUntil);
    }

    /** From the beginning of another run of numbers. */
    public Progress epoch(long other) {
      return with(other, 0, 0, 0, heardAt, comparedUntil, leasedUntil);
    }

    public Progress leasedUntil(Instant time) {
      return with(epoch, contiguousSeq, watermark, doubtedSeq, heardAt, comparedUntil, time);
    }

    private Progress with(
        long newEpoch,
        long newContiguous,
        long newWatermark,
        long newDoubted,
        @Nullable Instant newHeardAt,
        @Nullable Instant newComparedUntil,
        @Nullable Instant newLeasedUntil) {
      return new Progress(
          newEpoch,
          newContiguous,
          newWatermark,
          newDoubted,
          newHeardAt,
          newComparedUntil,
          conflictAt,
          newLeasedUntil,
          leasedBy,
          token);
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
      Connection c, String notifier, String node, Instant now, Duration length)
      throws SQLException {
    if (!leased(c, notifier, node, now, length)) {
      Jdbc.insertIfAbsent(c, dialect, INSERT, "epoch", notifier);
      if (!leased(c, notifier, node, now, length)) {
        return Optional.empty();
      }
    }
    return find(c, notifier);
  }

  private static boolean leased(
      Connection c, String notifier, String node, Instant now, Duration length)
      throws SQLException {
    Instant wrong = now.plus(length.multipliedBy(2));
    return Jdbc.update(c, LEASE, node, now.plus(length), notifier, now, wrong, node) == 1;
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
            p.doubtedSeq(),
            p.heardAt(),
            p.comparedUntil(),
            p.leasedUntil(),
            notifier,
            p.token())
        == 1;
  }

  /** Lets another instance go on at once. */
  public void giveBack(Connection c, String notifier, String node) throws SQLException {
    Jdbc.update(c, GIVE_BACK, notifier, node);
  }

  /** The conflict was looked into. */
  public void settle(Connection c, String notifier, long token) throws SQLException {
    Jdbc.update(c, SETTLE, notifier, token);
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

  /** The highest number of those that came and did not fail. */
  public Optional<SeenAt> lastHeard(Connection c, String notifier, long epoch) throws SQLException {
    return Jdbc.query(c, LAST_HEARD, CatchUpStore::seenAt, notifier, epoch).stream().findFirst();
  }

  /**
   * What we have behind one number and up to another, in the words of a digest. What was applied in
   * earlier epochs stands where the present one has given no number anew.
   */
  public SortedMap<Long, FeedStore.HashedPlace> held(
      Connection c, String notifier, long epoch, long after, long until) throws SQLException {
    SortedMap<Long, FeedStore.HashedPlace> held = new TreeMap<>();
    Optional<Long> next = Optional.of(epoch);
    while (next.isPresent()) {
      long one = next.get();
      List<String> known = one == epoch ? List.of("FAILED", "REFUSED") : List.of("", "");
      Jdbc.query(
              c, HELD, CatchUpStore::place, notifier, one, after, until, known.get(0), known.get(1))
          .forEach(place -> held.putIfAbsent(place.seq(), place));
      next = Jdbc.query(c, EARLIER_EPOCH, CatchUpStore::epochOrNone, notifier, one).get(0);
    }
    return held;
  }

  /**
   * What failed and was not applied in another way: ids by their numbers, ascending.
   *
   * @param notSince leaves alone what was tried later; not what a wrong clock dated after now
   */
  public SortedMap<Long, String> failed(
      Connection c,
      String notifier,
      long epoch,
      long until,
      Instant notSince,
      Instant now,
      int limit)
      throws SQLException {
    SortedMap<Long, String> failed = new TreeMap<>();
    Jdbc.query(
        c,
        FAILED,
        row -> failed.put(row.getLong(1), row.getString(2)),
        notSince,
        now,
        notifier,
        epoch,
        until,
        limit);
    return failed;
  }

  /** These were tried now; what failed again waits from now on. */
  public void tried(Connection c, String notifier, long epoch, List<Long> seqs, Instant now)
      throws SQLException {
    List<@Nullable Object> args = new ArrayList<>(List.of(now, notifier, epoch));
    args.addAll(Jdbc.padded(seqs));
    Jdbc.update(c, TRIED.formatted(Jdbc.placeholders(seqs.size())), args.toArray());
  }

  /** Numbers that were applied or needed not be, those that came last, ascending. */
  public List<Long> newestApplied(Connection c, String notifier, long epoch, int limit)
      throws SQLException {
    List<SeenAt> newest = new ArrayList<>();
    for (String outcome : List.of("APPLIED", "IGNORED")) {
      newest.addAll(
          Jdbc.query(
              c, NEWEST_WITH_OUTCOME, CatchUpStore::seenAt, outcome, notifier, epoch, limit));
    }
    return newest.stream()
        .sorted(Comparator.comparing(SeenAt::at).reversed())
        .limit(limit)
        .map(SeenAt::seq)
        .sorted()
        .toList();
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
        row.getLong("doubted_seq"),
        Jdbc.instantOrNull(row, "heard_at"),
        Jdbc.instantOrNull(row, "compared_until"),
        Jdbc.instantOrNull(row, "conflict_at"),
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
