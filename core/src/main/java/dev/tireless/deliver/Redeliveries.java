package dev.tireless.deliver;

import dev.tireless.ReceiverState;
import dev.tireless.store.Database;
import dev.tireless.store.FeedStore;
import dev.tireless.store.ReceiverStore;
import dev.tireless.store.ReceiverStore.Stored;
import dev.tireless.store.RedeliveryStore;
import dev.tireless.store.RedeliveryStore.Job;
import dev.tireless.store.RedeliveryStore.Wish;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  private long lastTurn;

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
    return begin(
        stored(tenant, receiver).number(), new Wish(0, sorted.last(), true, List.copyOf(sorted)));
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
    long last = database.read("read the watermark", c -> feed.extent(c, number)).lastSeq();
    return begin(
        number, new Wish(after, Math.max(after, Math.min(until, last)), ackedToo, List.of()));
  }

  /** The receiver's last wish; empty when it never had one. */
  public Optional<Job> find(String tenant, String receiver) {
    long number = stored(tenant, receiver).number();
    return database.read("find a redelivery", c -> store.find(c, number));
  }

  private Optional<Job> begin(long receiver, Wish wish) {
    return database.inTransaction(
        "request a redelivery",
        c ->
            store.begin(c, receiver, wish, now())
                ? store.find(c, receiver)
                : Optional.<Job>empty());
  }

  /**
   * Works off one page of the next receiver's wish, each in its turn; tells how many deliveries it
   * dealt with. One that fails has had its turn, too: the next call goes on behind it.
   */
  int work() {
    Instant now = now();
    if (!untilNextLook.isOver(now)) {
      return 0;
    }
    int dealtWith = 0;
    List<Long> turns = turns();
    for (int i = 0; i < turns.size() && dealtWith == 0; i++) {
      dealtWith = workOff(turns.get(i));
    }
    untilNextLook = dealtWith == 0 ? new Rest(now, now.plus(LOOK_EVERY)) : Rest.NONE;
    return dealtWith;
  }

  /** Those behind the last one, and then from the first. */
  private List<Long> turns() {
    return database.read(
        "find redeliveries",
        c -> {
          Set<Long> turns = new LinkedHashSet<>(store.unfinished(c, lastTurn));
          turns.addAll(store.unfinished(c, 0));
          return List.copyOf(turns);
        });
  }

  private int workOff(long receiver) {
    lastTurn = receiver;
    return database.inTransaction("redeliver", c -> page(c, receiver));
  }

  private int page(Connection c, long receiver) throws SQLException {
    Optional<Job> locked = store.lock(c, receiver);
    if (locked.isEmpty()) {
      return 0;
    }
    Job job = locked.get();
    Instant now = now();
    List<Long> seqs = isDeleted(c, receiver) ? List.of() : next(c, job);
    int redelivered = redeliverer.redeliver(c, receiver, seqs, job.ackedToo(), now);
    boolean last = seqs.size() < PAGE;
    long upTo = last ? job.until() : seqs.get(seqs.size() - 1);
    store.save(c, job, job.done(upTo, redelivered, last ? now : null));
    return seqs.size();
  }

  /** What it still had was cancelled; nothing of it is opened again. */
  private boolean isDeleted(Connection c, long receiver) throws SQLException {
    return receivers.byNumbers(c, List.of(receiver)).stream()
        .anyMatch(stored -> stored.state() == ReceiverState.DELETED);
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
