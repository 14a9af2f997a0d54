package dev.tireless.deliver;

import dev.tireless.store.Database;
import dev.tireless.store.FeedStore;
import dev.tireless.store.ReceiverStore;
import dev.tireless.store.ReceiverStore.Stored;
import dev.tireless.store.RedeliveryStore;
import dev.tireless.store.RedeliveryStore.Job;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;
import javax.sql.DataSource;

/**
 * Receivers' wishes to be told again. One of a receiver at a time; the engines work them off, page
 * by page, and go on after a crash where the last page ended. Thread-safe.
 */
public final class Redeliveries {

  /** The most numbers of a list. */
  public static final int MOST = 1_000;

  private static final int PAGE = 100;
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Database database;
  private final RedeliveryStore store;
  private final FeedStore feed = new FeedStore();
  private final ReceiverStore receivers;
  private final Redeliverer redeliverer;
  private final Clock clock;
  private Rest untilNextLook = Rest.NONE;

  public Redeliveries(DataSource dataSource, Clock clock) {
    this(new Database(dataSource), clock);
  }

  Redeliveries(Database database, Clock clock) {
    this.database = database;
    this.store = new RedeliveryStore(database.dialect());
    this.receivers = new ReceiverStore(database.dialect());
    this.redeliverer = new Redeliverer(database.dialect());
    this.clock = clock;
  }

  /**
   * These are told again, acked or not.
   *
   * @return empty while another wish of the receiver is unfinished
   * @throws IllegalArgumentException when there are none, or more than {@value #MOST}, or there is
   *     no such receiver
   */
  public Optional<Job> request(String tenant, String receiver, List<Long> seqs) {
    TreeSet<Long> sorted = new TreeSet<>(seqs);
    if (sorted.isEmpty() || sorted.size() > MOST || sorted.first() < 1) {
      throw new IllegalArgumentException(
          "1 to %d numbers from 1 can be told again, not %d".formatted(MOST, sorted.size()));
    }
    long number = stored(tenant, receiver).number();
    return begin(new Job(number, 0, 0, sorted.last(), true, List.copyOf(sorted), 0, now(), null));
  }

  /**
   * All behind one number and up to another are told again, as far as they were given by now.
   *
   * @param ackedToo whether what was acked is told again, too
   * @return empty while another wish of the receiver is unfinished
   * @throws IllegalArgumentException when this is no range, or there is no such receiver
   */
  public Optional<Job> request(
      String tenant, String receiver, long after, long until, boolean ackedToo) {
    if (after < 0 || until <= after) {
      throw new IllegalArgumentException(
          "There is no number behind %d and up to %d".formatted(after, until));
    }
    long number = stored(tenant, receiver).number();
    long last = database.read("read the watermark", c -> feed.head(c, number)).lastSeq();
    return begin(
        new Job(number, 0, after, Math.min(until, last), ackedToo, List.of(), 0, now(), null));
  }

  /** The receiver's last wish; empty when it never had one. */
  public Optional<Job> find(String tenant, String receiver) {
    long number = stored(tenant, receiver).number();
    return database.read("find a redelivery", c -> store.find(c, number));
  }

  private Optional<Job> begin(Job job) {
    return database.inTransaction(
        "request a redelivery",
        c -> store.begin(c, job, now()) ? store.find(c, job.receiverId()) : Optional.<Job>empty());
  }

  /** Works off a page of each unfinished wish; tells how many deliveries it dealt with. */
  int work() {
    Instant now = now();
    if (!untilNextLook.isOver(now)) {
      return 0;
    }
    int dealtWith = 0;
    for (long receiver : database.read("find redeliveries", store::unfinished)) {
      dealtWith += database.inTransaction("redeliver", c -> page(c, receiver));
    }
    untilNextLook = dealtWith == 0 ? new Rest(now, now.plus(LOOK_EVERY)) : Rest.NONE;
    return dealtWith;
  }

  private int page(Connection c, long receiver) throws SQLException {
    Optional<Job> locked = store.lock(c, receiver);
    if (locked.isEmpty()) {
      return 0;
    }
    Job job = locked.get();
    Instant now = now();
    List<Long> seqs = next(c, job);
    long redelivered = 0;
    for (long seq : seqs) {
      redelivered += redeliverer.redeliver(c, receiver, seq, job.ackedToo(), now) ? 1 : 0;
    }
    boolean last = seqs.size() < PAGE;
    long upTo = last ? job.until() : seqs.get(seqs.size() - 1);
    store.save(c, job.done(upTo, redelivered, last ? now : null));
    return seqs.size();
  }

  private List<Long> next(Connection c, Job job) throws SQLException {
    if (!job.seqs().isEmpty()) {
      return job.seqs().stream().filter(seq -> seq > job.doneUpTo()).limit(PAGE).toList();
    }
    return job.ackedToo()
        ? LongStream.rangeClosed(job.doneUpTo() + 1, job.until()).limit(PAGE).boxed().toList()
        : store.openBetween(c, job.receiverId(), job.doneUpTo(), job.until(), PAGE);
  }

  private Stored stored(String tenant, String receiver) {
    return database
        .read("find receiver " + receiver, c -> receivers.find(c, tenant, receiver))
        .orElseThrow(
            () ->
                new IllegalArgumentException("Tenant " + tenant + " has no receiver " + receiver));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
