package dev.tireless.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
  private static final String UNFINISHED =
      """
      SELECT receiver_id FROM tireless_redelivery
      WHERE finished_at IS NULL ORDER BY requested_at LIMIT 100""";
  private static final String SAVE =
      """
      UPDATE tireless_redelivery SET done_up_to = ?, redelivered = ?, finished_at = ?
      WHERE receiver_id = ? AND number = ?""";
  private static final String OPEN_BETWEEN =
      """
      SELECT seq FROM tireless_due WHERE receiver_id = ? AND seq > ? AND seq <= ?
      UNION ALL
      SELECT seq FROM tireless_parked WHERE receiver_id = ? AND seq > ? AND seq <= ?
      ORDER BY seq LIMIT ?""";

  private final Dialect dialect;

  public RedeliveryStore(Dialect dialect) {
    this.dialect = dialect;
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
  public boolean begin(Connection c, Job job, Instant now) throws SQLException {
    Jdbc.insertIfAbsent(c, dialect, INSERT, "number", job.receiverId(), job.ackedToo(), now, now);
    return Jdbc.update(
            c,
            BEGIN,
            job.doneUpTo(),
            job.until(),
            job.ackedToo(),
            job.seqs().isEmpty() ? null : text(job.seqs()),
            now,
            job.receiverId())
        == 1;
  }

  public Optional<Job> find(Connection c, long receiverId) throws SQLException {
    return Jdbc.query(c, FIND, RedeliveryStore::job, receiverId).stream()
        .filter(job -> job.number() > 0)
        .findFirst();
  }

  /** Locks it; empty when another node has it. */
  public Optional<Job> lock(Connection c, long receiverId) throws SQLException {
    return Jdbc.query(c, FIND + dialect.skipLocked(), RedeliveryStore::job, receiverId).stream()
        .filter(job -> job.number() > 0 && job.finishedAt() == null)
        .findFirst();
  }

  /** Receivers that have an unfinished one. */
  public List<Long> unfinished(Connection c) throws SQLException {
    return Jdbc.query(c, UNFINISHED, row -> row.getLong(1));
  }

  public void save(Connection c, Job job) throws SQLException {
    Jdbc.update(
        c,
        SAVE,
        job.doneUpTo(),
        job.redelivered(),
        job.finishedAt(),
        job.receiverId(),
        job.number());
  }

  /** Open deliveries of a range, the lowest first. */
  public List<Long> openBetween(Connection c, long receiverId, long after, long until, int limit)
      throws SQLException {
    return Jdbc.query(
        c,
        OPEN_BETWEEN,
        row -> row.getLong(1),
        receiverId,
        after,
        until,
        receiverId,
        after,
        until,
        limit);
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
