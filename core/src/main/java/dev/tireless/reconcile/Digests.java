package dev.tireless.reconcile;

import dev.tireless.store.Database;
import dev.tireless.store.DigestStore;
import dev.tireless.store.FeedStore;
import dev.tireless.store.FeedStore.Given;
import dev.tireless.store.FeedStore.HashedPlace;
import dev.tireless.store.NodeStore;
import dev.tireless.wire.Digest;
import dev.tireless.wire.DigestBucket;
import dev.tireless.wire.DigestSum;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Adds deliveries up. Hours that are over are added up once and kept; days are sums of hours. A
 * question about an hour that is over closes it: whichever node's clock is behind, no number gets a
 * time within it any more.
 */
final class Digests {

  /** The most buckets of one answer. */
  static final int MOST = 100;

  private static final Duration HOUR = Step.HOUR.length();
  private static final int PAGE = 5_000;

  private final Database database;
  private final FeedStore feed;
  private final DigestStore store;
  private final NodeStore nodes;
  private final Clock clock;
  private final Duration mostAhead;

  /**
   * Digests of a database.
   *
   * @param mostAhead of the database's clock that this node's may be
   */
  Digests(Database database, FeedStore feed, Clock clock, Duration mostAhead) {
    this.database = database;
    this.feed = feed;
    this.store = new DigestStore(database.dialect());
    this.nodes = new NodeStore(database.dialect());
    this.clock = clock;
    this.mostAhead = mostAhead;
  }

  /** Buckets from one beginning to another; those without deliveries too. */
  List<DigestBucket> buckets(long receiver, Instant from, Instant to, Step step) {
    requireBuckets(from, to, step);
    SortedMap<Instant, Digest> hours = hours(receiver, from, to);
    List<DigestBucket> buckets = new ArrayList<>();
    for (Instant begin = from; begin.isBefore(to); begin = begin.plus(step.length())) {
      Digest sum =
          hours.subMap(begin, begin.plus(step.length())).values().stream()
              .reduce(Digest.EMPTY, Digest::plus);
      buckets.add(new DigestBucket(begin, sum));
    }
    return buckets;
  }

  /** All behind one number and up to another; hours that are kept are not added up again. */
  Digest range(long receiver, long after, long until) {
    List<Digest> kept = database.read("read digests", c -> store.within(c, receiver, after, until));
    Digest sum = Digest.EMPTY;
    long behind = after;
    for (Digest hour : kept) {
      sum = sum.plus(addUp(receiver, behind, hour.firstSeq() - 1)).plus(hour);
      behind = hour.lastSeq();
    }
    return sum.plus(addUp(receiver, behind, until));
  }

  private Digest addUp(long receiver, long after, long until) {
    return after < until ? addUpPages(receiver, after, until) : Digest.EMPTY;
  }

  private Digest addUpPages(long receiver, long after, long until) {
    DigestSum sum = new DigestSum();
    long behind = after;
    List<HashedPlace> page;
    do {
      long from = behind;
      page = database.read("read a digest", c -> feed.places(c, receiver, from, until, PAGE));
      page.forEach(place -> sum.add(place.notificationId(), place.seq(), place.payloadHash()));
      behind = page.isEmpty() ? behind : page.get(page.size() - 1).seq();
    } while (page.size() == PAGE);
    return sum.digest();
  }

  private void requireBuckets(Instant from, Instant to, Step step) {
    ChronoUnit unit = step == Step.DAY ? ChronoUnit.DAYS : ChronoUnit.HOURS;
    if (!from.equals(from.truncatedTo(unit)) || !to.equals(to.truncatedTo(unit))) {
      throw new IllegalArgumentException(
          "%s and %s must be beginnings of a %s, UTC".formatted(from, to, step));
    }
    if (!from.isBefore(to) || Duration.between(from, to).dividedBy(step.length()) > MOST) {
      throw new IllegalArgumentException(
          "From %s to %s must be 1 to %d buckets".formatted(from, to, MOST));
    }
    if (to.isAfter(clock.instant())) {
      throw new IllegalArgumentException(to + " is not over yet; a digest is of what is closed");
    }
  }

  private SortedMap<Instant, Digest> hours(long receiver, Instant from, Instant to) {
    database.inTransaction(
        "close buckets",
        c -> {
          requireClock(c);
          feed.close(c, receiver, to);
          return to;
        });
    SortedMap<Instant, Digest> hours =
        database.read("read digests", c -> store.find(c, receiver, from, to));
    Optional<Given> next = next(receiver, firstSince(receiver, from, 0));
    while (next.isPresent() && next.get().at().isBefore(to)) {
      Instant hour = next.get().at().truncatedTo(ChronoUnit.HOURS);
      Digest kept = hours.get(hour);
      Digest digest = kept == null ? keep(receiver, hour, next.get().seq()) : kept;
      hours.put(hour, digest);
      next = next(receiver, digest.lastSeq() + 1);
    }
    return hours;
  }

  /** What is closed stays closed, so a clock that is wrong must not close what is to come. */
  private void requireClock(Connection c) throws SQLException {
    Instant own = clock.instant();
    Instant databases = nodes.now(c);
    if (Duration.between(databases, own).compareTo(mostAhead) > 0) {
      throw new ClockAheadException(own, databases);
    }
  }

  /** The hour is closed: what is numbered meanwhile, behind the newest number, is not of it. */
  private Digest keep(long receiver, Instant hour, long firstSeq) {
    long behind = firstSince(receiver, hour.plus(HOUR), firstSeq);
    Digest digest = addUp(receiver, firstSeq - 1, behind - 1);
    return database.inTransaction(
        "keep a digest",
        c -> {
          store.keep(c, receiver, hour, digest);
          return digest;
        });
  }

  private long firstSince(long receiver, Instant time, long earlier) {
    return database.read("find a bucket", c -> feed.firstSince(c, receiver, time, earlier));
  }

  private Optional<Given> next(long receiver, long seq) {
    return database.read("find a bucket", c -> feed.next(c, receiver, seq));
  }
}
