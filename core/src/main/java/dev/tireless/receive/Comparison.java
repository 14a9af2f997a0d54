package dev.tireless.receive;

import dev.tireless.receive.CatchUpReport.Reason;
import dev.tireless.store.CatchUpStore;
import dev.tireless.store.CatchUpStore.Progress;
import dev.tireless.store.Database;
import dev.tireless.wire.Digest;
import dev.tireless.wire.DigestBucket;
import dev.tireless.wire.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Compares days, ranges, or everything with the notifier, and fetches what differs. */
final class Comparison {

  /** Of so many one digest is asked at once, however many there are. */
  private static final long PART = 1_000_000;

  /** How many days are made up for when nobody compared. */
  private static final Duration MADE_UP_FOR = Duration.ofDays(30);

  private static final Duration DAY = Duration.ofDays(1);

  private final CatchUpSettings settings;
  private final Database database;
  private final CatchUpStore store;
  private final NotifierClient client;
  private final Fetcher fetcher;
  private final Standing standing;

  Comparison(
      CatchUpSettings settings,
      Database database,
      CatchUpStore store,
      NotifierClient client,
      Fetcher fetcher,
      Standing standing) {
    this.settings = settings;
    this.database = database;
    this.store = store;
    this.client = client;
    this.fetcher = fetcher;
    this.standing = standing;
  }

  /**
   * Compares everything up to now. The epoch that the notifier is in becomes ours when all of it is
   * compared, and not before: whoever goes on after a failure must begin again.
   */
  CatchUpReport all(Reason reason, String detail) {
    Tally tally = new Tally();
    return standing
        .reported(reason, detail, tally, t -> true, () -> compareAll(tally))
        .orElseThrow();
  }

  private Progress compareAll(Tally tally) {
    Watermark watermark = client.watermark(null).orElseThrow();
    compareParts(watermark.epoch(), new SeqRange(1, watermark.seq()), tally);
    Progress before = standing.progress();
    Progress own = watermark.epoch() == before.epoch() ? before : before.epoch(watermark.epoch());
    return own.contiguous(watermark.seq()).heard(watermark.seq(), standing.now());
  }

  /** Compares a range of the present epoch. */
  void range(SeqRange range, Reason reason, String detail) {
    Tally tally = new Tally();
    standing.reported(
        reason,
        detail,
        tally,
        t -> t.missing() > 0,
        () -> {
          compareParts(standing.progress().epoch(), range, tally);
          return standing.progress();
        });
  }

  private void compareParts(long epoch, SeqRange range, Tally tally) {
    Comparer comparer = comparer(epoch, tally);
    for (long first = range.first(); first <= range.last(); first += PART) {
      SeqRange part = new SeqRange(first, first + PART - 1).until(range.last());
      Digest theirs = client.digest(epoch, part.first() - 1, part.last());
      tally.compared(part, theirs.count());
      comparer.compare(part, theirs);
    }
  }

  /** Compares the days that are over and were not compared yet, each by itself. */
  void days() {
    Instant end = standing.now().minus(settings.compareAt()).truncatedTo(ChronoUnit.DAYS);
    Instant done = standing.progress().comparedUntil();
    Instant from = done == null ? end.minus(DAY) : done;
    if (from.isBefore(end.minus(MADE_UP_FOR))) {
      from = end.minus(MADE_UP_FOR);
    }
    if (from.isBefore(end)) {
      client.digests(standing.progress().epoch(), from, end, false).forEach(this::day);
    }
  }

  private void day(DigestBucket day) {
    Tally tally = new Tally();
    standing.reported(
        Reason.NIGHTLY,
        "The day from " + day.from() + ".",
        tally,
        t -> t.compared() > 0,
        () -> {
          compareDay(day, tally);
          return standing.progress().comparedUntil(day.from().plus(DAY));
        });
  }

  private void compareDay(DigestBucket day, Tally tally) {
    if (day.digest().count() == 0) {
      return;
    }
    long epoch = standing.progress().epoch();
    Comparer comparer = comparer(epoch, tally);
    tally.compared(range(day.digest()), day.digest().count());
    if (comparer.own(range(day.digest())).matches(day.digest())) {
      return;
    }
    for (DigestBucket hour : client.digests(epoch, day.from(), day.from().plus(DAY), true)) {
      if (hour.digest().count() > 0) {
        comparer.compare(range(hour.digest()), hour.digest());
      }
    }
  }

  private static SeqRange range(Digest digest) {
    return new SeqRange(digest.firstSeq(), digest.lastSeq());
  }

  private Comparer comparer(long epoch, Tally tally) {
    return new Comparer(
        database,
        store,
        client,
        settings.notifier(),
        epoch,
        standing::beat,
        (range, wanted) -> {
          fetcher.fetch(epoch, range, wanted, tally, standing::beat);
          return true;
        });
  }
}
