package dev.tireless.reconcile;

import dev.tireless.deliver.Deliveries;
import dev.tireless.deliver.Receivers;
import dev.tireless.deliver.Redeliveries;
import dev.tireless.store.Database;
import dev.tireless.store.DeliveryStore;
import dev.tireless.store.DeliveryStore.Progress;
import dev.tireless.store.FeedStore;
import dev.tireless.store.FeedStore.Extent;
import dev.tireless.store.PullStore.Unacked;
import dev.tireless.wire.Digest;
import dev.tireless.wire.DigestBucket;
import dev.tireless.wire.FeedItem;
import dev.tireless.wire.FeedPage;
import dev.tireless.wire.Result;
import dev.tireless.wire.Watermark;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Answers receivers that ask: the newest result by its key, their whole sequence, how far it goes,
 * and digests by which both sides find a difference without sending what is equal. A receiver sees
 * only what was delivered to it.
 *
 * <p>Every question is a sign of life of the receiver. Thread-safe.
 */
public final class Reconciliation {

  /** An answer holds no more bytes of payloads, or one item. */
  static final long MAX_PAGE_BYTES = 4L * 1024 * 1024;

  private final Database database;
  private final FeedStore feed;
  private final DeliveryStore deliveryStore = new DeliveryStore();
  private final Digests digests;
  private final Deliveries deliveries;
  private final Receivers receivers;
  private final Redeliveries redeliveries;

  /** For whoever plays with the time: whatever the clock says is right. */
  public Reconciliation(DataSource dataSource, Clock clock) {
    this(dataSource, clock, ChronoUnit.FOREVER.getDuration());
  }

  /**
   * Answers from a database.
   *
   * @param mostAhead of the database's clock that this node's may be; a digest told too early would
   *     give what is numbered later a wrong time for good, so beyond it none is told
   */
  public Reconciliation(DataSource dataSource, Clock clock, Duration mostAhead) {
    this.database = new Database(dataSource);
    this.feed = new FeedStore();
    this.digests = new Digests(database, feed, clock, mostAhead);
    this.deliveries = new Deliveries(dataSource, clock);
    this.receivers = new Receivers(dataSource, clock);
    this.redeliveries = new Redeliveries(dataSource, clock);
  }

  /**
   * Items of the receiver's sequence. The same question always has the same answer, as far as it
   * was answered before.
   *
   * @throws EpochChangedException when the numbers are of an epoch that is over
   */
  public FeedPage feed(Caller caller, FeedQuestion question) {
    long receiver = number(caller);
    Extent extent = extent(receiver);
    requireEpoch(question.epoch(), extent);
    long until = Math.min(question.until(), extent.lastSeq());
    List<FeedItem> items =
        database.read(
            "read the feed",
            c ->
                feed.items(c, receiver, question.after(), until, question.limit(), MAX_PAGE_BYTES));
    long last = items.isEmpty() ? question.after() : items.get(items.size() - 1).seq();
    return new FeedPage(extent.epoch(), items, last < until && !items.isEmpty(), extent.lastSeq());
  }

  /** How far the receiver's sequence goes. */
  public Watermark watermark(Caller caller) {
    Extent extent = extent(number(caller));
    return new Watermark(extent.epoch(), extent.lastSeq(), extent.lastSequencedAt(), null, null);
  }

  /** The newest numbers of many at once, for whoever waits; no sign of life. */
  public Map<Caller, Long> watermarks(Set<Caller> callers) {
    List<List<String>> receivers = callers.stream().map(Reconciliation::key).toList();
    Map<List<String>, Long> newest =
        database.read("look for new deliveries", c -> feed.newest(c, receivers));
    return callers.stream()
        .collect(
            Collectors.toMap(caller -> caller, caller -> newest.getOrDefault(key(caller), 0L)));
  }

  private static List<String> key(Caller caller) {
    return List.of(caller.tenant(), caller.receiver());
  }

  /** The same, with what the receiver has not acked. */
  public Watermark watermarkWithCounts(Caller caller) {
    Watermark w = watermark(caller);
    Unacked unacked = deliveries.unacked(caller.tenant(), caller.receiver());
    return new Watermark(w.epoch(), w.seq(), w.at(), unacked.count(), unacked.oldest());
  }

  /** The newest result of the subject that was delivered to this receiver. */
  public Optional<Result> result(Caller caller, String topic, String subject) {
    return results(caller, topic, List.of(subject)).stream().findFirst();
  }

  /** The same for many subjects of a topic; those of which nothing is known are left out. */
  public List<Result> results(Caller caller, String topic, Collection<String> subjects) {
    long receiver = number(caller);
    return database.read(
        "read results",
        c -> {
          List<Result> results = new ArrayList<>();
          for (String subject : subjects) {
            Optional<FeedItem> newest = feed.newest(c, receiver, caller.tenant(), topic, subject);
            if (newest.isPresent()) {
              results.add(result(c, receiver, newest.get()));
            }
          }
          return results;
        });
  }

  private Result result(Connection c, long receiver, FeedItem newest) throws SQLException {
    Progress progress = deliveryStore.progress(c, receiver, newest.seq()).orElseThrow();
    return new Result(newest, progress.state().name(), progress.attempts(), progress.dueAt());
  }

  /**
   * The receiver has these deliveries, whichever way it got them: they are not told again.
   *
   * @param upTo all up to this number as well; null for none
   * @return how many were open
   * @throws EpochChangedException when the numbers are of an epoch that is over
   */
  public long acknowledge(Caller caller, long epoch, Collection<Long> seqs, @Nullable Long upTo) {
    requireEpoch(epoch, extent(number(caller)));
    long acked = deliveries.acknowledgePulled(caller.tenant(), caller.receiver(), seqs);
    return upTo == null
        ? acked
        : acked + deliveries.acknowledgePulledUpTo(caller.tenant(), caller.receiver(), upTo);
  }

  /**
   * Digests of days or hours that are over, by when the numbers were given.
   *
   * @param from beginning of the first one
   * @param to end of the last one
   * @throws EpochChangedException when the epoch is over
   * @throws IllegalArgumentException when these are no buckets, too many, or not over yet
   */
  public List<DigestBucket> digests(
      Caller caller, long epoch, Instant from, Instant to, Step step) {
    long receiver = number(caller);
    requireEpoch(epoch, extent(receiver));
    return digests.buckets(receiver, from, to, step);
  }

  /**
   * The digest of all deliveries behind one number and up to another.
   *
   * @throws EpochChangedException when the numbers are of an epoch that is over
   */
  public Digest digest(Caller caller, long epoch, long after, long until) {
    Checks.seq("after", after);
    Checks.seq("until", until);
    long receiver = number(caller);
    requireEpoch(epoch, extent(receiver));
    return digests.range(receiver, after, until);
  }

  /**
   * Has these told again, acked or not.
   *
   * @return the job that does so; empty while another one of the receiver is unfinished
   * @throws EpochChangedException when the numbers are of an epoch that is over
   * @throws IllegalArgumentException when there are none or too many
   */
  public Optional<Job> redeliver(Caller caller, long epoch, List<Long> seqs) {
    requireEpoch(epoch, extent(number(caller)));
    return redeliveries.request(caller.tenant(), caller.receiver(), seqs).map(Job::of);
  }

  /**
   * Has all behind one number and up to another told again.
   *
   * @param ackedToo whether what was acked is told again, too
   * @return the job that does so; empty while another one of the receiver is unfinished
   * @throws EpochChangedException when the numbers are of an epoch that is over
   * @throws IllegalArgumentException when this is no range
   */
  public Optional<Job> redeliver(
      Caller caller, long epoch, long after, long until, boolean ackedToo) {
    requireEpoch(epoch, extent(number(caller)));
    return redeliveries
        .request(caller.tenant(), caller.receiver(), after, until, ackedToo)
        .map(Job::of);
  }

  /** The receiver's last redelivery; empty when it never wanted one. */
  public Optional<Job> redelivery(Caller caller) {
    number(caller);
    return redeliveries.find(caller.tenant(), caller.receiver()).map(Job::of);
  }

  private long number(Caller caller) {
    return receivers
        .heard(caller.tenant(), caller.receiver())
        .orElseThrow(() -> new IllegalArgumentException("There is no " + caller.receiver()));
  }

  private Extent extent(long receiver) {
    return database.read("read the watermark", c -> feed.extent(c, receiver));
  }

  private static void requireEpoch(long asked, Extent extent) {
    if (asked != extent.epoch()) {
      throw new EpochChangedException(asked, extent.epoch());
    }
  }
}
