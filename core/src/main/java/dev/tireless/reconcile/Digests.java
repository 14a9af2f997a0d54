package dev.tireless.reconcile;

import dev.tireless.store.Database;
import dev.tireless.store.DigestStore;
import dev.tireless.store.FeedStore;
import dev.tireless.store.FeedStore.Given;
import dev.tireless.store.FeedStore.HashedPlace;
import dev.tireless.wire.Digest;
import dev.tireless.wire.DigestBucket;
import dev.tireless.wire.DigestSum;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
  private final Clock clock;

  Digests(Database database, FeedStore feed, Clock clock) {
    this.database = database;
    this.feed = feed;
    this.store = new DigestStore(database.dialect());
    this.clock = clock;
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

  /** All behind one number and up to another. */
  Digest range(long receiver, long after, long until) {
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
          feed.close(c, receiver, to);
          return to;
        });
    SortedMap<Instant, Digest> hours =
        database.read("read digests", c -> store.find(c, receiver, from, to));
    Instant begin = from;
    Optional<Given> first = firstSince(receiver, begin);
    while (first.isPresent() && first.get().at().isBefore(to)) {
      Instant hour = first.get().at().truncatedTo(ChronoUnit.HOURS);
      Instant next = hour.plus(HOUR);
      Optional<Given> behind = firstSince(receiver, next);
      if (!hours.containsKey(hour)) {
        hours.put(hour, keep(receiver, hour, first.get().seq(), behind));
      }
      first = behind;
    }
    return hours;
  }

  private Digest keep(long receiver, Instant hour, long firstSeq, Optional<Given> behind) {
    long last = behind.map(given -> given.seq() - 1).orElse(Long.MAX_VALUE);
    Digest digest = range(receiver, firstSeq - 1, last);
    return database.inTransaction(
        "keep a digest",
        c -> {
          store.keep(c, receiver, hour, digest);
          return digest;
        });
  }

  private Optional<Given> firstSince(long receiver, Instant time) {
    return database.read(
        "find a bucket",
        c -> {
          OptionalLong seq = feed.firstSince(c, receiver, time);
          return seq.isPresent() ? feed.next(c, receiver, seq.getAsLong()) : Optional.empty();
        });
  }
}
