package dev.tireless.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The last wish of each receiver to be told again, one row for each that ever had one. */
public final class RedeliveryStore {

  private static final String INSERT =
      """
      INSERT INTO tireless_redelivery
        (receiver_id, number, done_up_to, until_seq, acked_too, redelivered, requested_at,
         finished_at)
      VALUES (?, 0, 0, 0, ?, 0, ?, ?)""";
  private static final String BEGIN =
      """
      UPDATE tireless_redelivery
      SET number = number + 1, done_up_to = ?, until_seq = ?, acked_too = ?, seqs = ?,
          redelivered = 0, requested_at = ?, finished_at = NULL
      WHERE receiver_id = ? AND finished_at IS NOT NULL""";
  private static final String FIND = "SELECT * FROM tireless_redelivery WHERE receiver_id = ?";

  /** By its key alone, so that no database locks more than this row. */
  private static final String LOCK = FIND + " FOR UPDATE SKIP LOCKED";

  private static final String UNFINISHED =
      """
      SELECT receiver_id FROM tireless_redelivery
      WHERE finished_at IS NULL AND receiver_id > ? ORDER BY receiver_id LIMIT 100""";
  private static final String SAVE =
      """
      UPDATE tireless_redelivery SET done_up_to = ?, redelivered = ?, finished_at = ?
      WHERE receiver_id = ? AND number = ? AND done_up_to = ? AND finished_at IS NULL""";
  private static final String OPEN_BETWEEN =
      """
      SELECT seq FROM %s WHERE receiver_id = ? AND seq > ? AND seq <= ?
      ORDER BY receiver_id, seq LIMIT ?""";

  private final Dialect dialect;

  public RedeliveryStore(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * What is to be told again: all behind one number and up to another, or some.
   *
   * @param ackedToo whether what was acked is told again, too
   * @param seqs what is wanted, ascending; empty for all
   */
  public record Wish(long after, long until, boolean ackedToo, List<Long> seqs) {

    public Wish {
      seqs = List.copyOf(seqs);
    }
  }

  /**
   * A wish and how far it is.
   *
   * @param number 1, 2, 3 … of the receiver's wishes
   * @param doneUpTo everything up to here is dealt with
   * @param seqs what is wanted; empty for all up to the last
   * @param redelivered how many are told again by it so far
   */
  public record Job(
      long receiverId,
      long number,
      long doneUpTo,
      long until,
      boolean ackedToo,
      List<Long> seqs,
      long redelivered,
      Instant requestedAt,
      @Nullable Instant finishedAt) {

    public Job {
      seqs = List.copyOf(seqs);
    }

    /** As it is after some more. */
    public Job done(long upTo, long more, @Nullable Instant finished) {
      return new Job(
          receiverId,
          number,
          upTo,
          until,
          ackedToo,
          seqs,
          redelivered + more,
          requestedAt,
          finished);
    }
  }

  /** False while another one of the receiver is unfinished. */
  public boolean begin(Connection c, long receiverId, Wish wish, Instant now) throws SQLException {
    Jdbc.insertIfAbsent(c, dialect, INSERT, "number", receiverId, wish.ackedToo(), now, now);
    return Jdbc.update(
            c,
            BEGIN,
            wish.after(),
            wish.until(),
            wish.ackedToo(),
            wish.seqs().isEmpty() ? null : text(wish.seqs()),
            now,
            receiverId)
        == 1;
  }

  public Optional<Job> find(Connection c, long receiverId) throws SQLException {
    return Jdbc.query(c, FIND, RedeliveryStore::job, receiverId).stream()
        .filter(job -> job.number() > 0)
        .findFirst();
  }

  /** Locks it; empty when another node has it. */
  public Optional<Job> lock(Connection c, long receiverId) throws SQLException {
    return Jdbc.query(c, LOCK, RedeliveryStore::job, receiverId).stream()
        .filter(job -> job.number() > 0 && job.finishedAt() == null)
        .findFirst();
  }

  /** Receivers behind this one that have an unfinished wish. */
  public List<Long> unfinished(Connection c, long behind) throws SQLException {
    return Jdbc.query(c, UNFINISHED, row -> row.getLong(1), behind);
  }

  /** Writes how far a locked one has come. */
  public void save(Connection c, Job before, Job after) throws SQLException {
    int saved =
        Jdbc.update(
            c,
            SAVE,
            after.doneUpTo(),
            after.redelivered(),
            after.finishedAt(),
            before.receiverId(),
            before.number(),
            before.doneUpTo());
    if (saved != 1) {
      throw new SQLException("Another node went on with " + before);
    }
  }

  /** Open deliveries of a range, the lowest first. */
  public List<Long> openBetween(Connection c, long receiverId, long after, long until, int limit)
      throws SQLException {
    SortedSet<Long> open = new TreeSet<>();
    for (String table : List.of("tireless_due", "tireless_parked")) {
      String sql = OPEN_BETWEEN.formatted(table);
      open.addAll(Jdbc.query(c, sql, row -> row.getLong(1), receiverId, after, until, limit));
    }
    return open.stream().limit(limit).toList();
  }

  private static String text(List<Long> seqs) {
    return seqs.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  private static Job job(ResultSet row) throws SQLException {
    String seqs = row.getString("seqs");
    return new Job(
        row.getLong("receiver_id"),
        row.getLong("number"),
        row.getLong("done_up_to"),
        row.getLong("until_seq"),
        row.getBoolean("acked_too"),
        seqs == null ? List.of() : Arrays.stream(seqs.split(" ", -1)).map(Long::valueOf).toList(),
        row.getLong("redelivered"),
        Jdbc.instant(row, "requested_at"),
        Jdbc.instantOrNull(row, "finished_at"));
  }
}
