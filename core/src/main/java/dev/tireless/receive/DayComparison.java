package dev.tireless.receive;

import dev.tireless.store.CatchUpStore;
import dev.tireless.store.Database;
import dev.tireless.wire.Digest;
import dev.tireless.wire.DigestBucket;
import dev.tireless.wire.FeedItem;
import dev.tireless.wire.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts both sides of a day beside each other, and changes nothing. */
final class DayComparison {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /** How far back the last number in front of the present hour is looked for. */
  private static final int DAYS_BACK = 31;

  private final Database database;
  private final CatchUpStore store;
  private final NotifierClient client;
  private final String notifier;
  private final Instant now;

  DayComparison(
      Database database, CatchUpStore store, NotifierClient client, String notifier, Instant now) {
    this.database = database;
    this.store = store;
    this.client = client;
    this.notifier = notifier;
    this.now = now;
  }

  /** Its hours in which a number was given; the present one, too. */
  List<SideBySide> of(Instant day) {
    Watermark watermark = client.watermark(null).orElseThrow();
    long epoch = watermark.epoch();
    List<SideBySide> sides = new ArrayList<>();
    Instant thisHour = now.truncatedTo(ChronoUnit.HOURS);
    Instant closed = thisHour.isBefore(day.plus(DAY)) ? thisHour : day.plus(DAY);
    long last = 0;
    if (closed.isAfter(day)) {
      for (DigestBucket hour : client.digests(epoch, day, closed, true)) {
        if (hour.digest().count() > 0) {
          sides.add(sides(epoch, hour.from(), hour.from().plus(HOUR), hour.digest()));
          last = hour.digest().lastSeq();
        }
      }
    }
    if (closed.equals(thisHour)) {
      presentHour(epoch, day, Math.max(last, lastBefore(epoch, day)), watermark, sides);
    }
    return sides;
  }

  private void presentHour(
      long epoch, Instant day, long after, Watermark watermark, List<SideBySide> sides) {
    Instant hour = now.truncatedTo(ChronoUnit.HOURS);
    if (after < watermark.seq() && !hour.isBefore(day)) {
      Digest rest = client.digest(epoch, after, watermark.seq());
      if (rest.count() > 0) {
        sides.add(sides(epoch, hour, null, rest));
      }
    }
  }

  private long lastBefore(long epoch, Instant day) {
    Instant from = day.minus(DAY.multipliedBy(DAYS_BACK));
    return client.digests(epoch, from, day, false).stream()
        .mapToLong(bucket -> bucket.digest().lastSeq())
        .max()
        .orElse(0);
  }

  private SideBySide sides(long epoch, Instant from, @Nullable Instant to, Digest theirs) {
    List<String> differing = new ArrayList<>();
    Comparer comparer =
        new Comparer(
            database,
            store,
            client,
            notifier,
            epoch,
            () -> {},
            (range, wanted) -> list(epoch, range, wanted, differing));
    SeqRange range = new SeqRange(theirs.firstSeq(), theirs.lastSeq());
    comparer.compare(range, theirs);
    return new SideBySide(from, to, theirs, comparer.own(range), differing);
  }

  /** False when there are enough of them. */
  private boolean list(
      long epoch, SeqRange range, Predicate<FeedItem> wanted, List<String> differing) {
    client.feed(epoch, range.first() - 1, range.last(), Fetcher.PAGE).items().stream()
        .filter(wanted)
        .limit(SideBySide.MOST_DIFFERING - (long) differing.size())
        .map(item -> "%d %s/%s".formatted(item.seq(), item.topic(), item.subject()))
        .forEach(differing::add);
    return differing.size() < SideBySide.MOST_DIFFERING;
  }
}
