package dev.tireless.receive;

import dev.tireless.TirelessException;
import dev.tireless.receive.CatchUpReport.Reason;
import dev.tireless.store.CatchUpStore;
import dev.tireless.store.CatchUpStore.Progress;
import dev.tireless.store.CatchUpStore.SeenAt;
import dev.tireless.store.Database;
import dev.tireless.wire.Digest;
import dev.tireless.wire.DigestBucket;
import dev.tireless.wire.Watermark;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look of a catch-up, under its lease. Whatever it did is saved with each page. */
final class CatchUpSession {

  private static final Logger log = LoggerFactory.getLogger(CatchUpSession.class);

  static final int SEEN_PAGE = 10_000;

  private static final int FAILED_PAGE = 1_000;

  /** How many days are made up for when nobody compared. */
  private static final Duration MADE_UP_FOR = Duration.ofDays(30);

  private static final Duration DAY = Duration.ofDays(1);

  private final NotifierClient client;
  private final CatchUpSettings settings;
  private final Database database;
  private final CatchUpStore store;
  private final Fetcher fetcher;
  private final Clock clock;
  private final List<CatchUpReport> reports = new ArrayList<>();
  private Progress progress;

  CatchUpSession(
      NotifierClient client,
      CatchUpSettings settings,
      Database database,
      CatchUpStore store,
      Fetcher fetcher,
      Clock clock,
      Progress progress) {
    this.client = client;
    this.settings = settings;
    this.database = database;
    this.store = store;
    this.fetcher = fetcher;
    this.clock = clock;
    this.progress = progress;
  }

  List<CatchUpReport> reports() {
    return List.copyOf(reports);
  }

  /**
   * Does what is to be done.
   *
   * @param first whether this instance has just begun to look
   */
  void look(boolean first) {
    advance();
    if (first || progress.epoch() == 0) {
      ask(null, Reason.START);
      acknowledgeNewest();
    }
    fetcher.acknowledge(progress.epoch(), List.of());
    fetchHoles();
    if (isSilent()) {
      ask(known(), Reason.SILENCE);
    }
    fetchFailed();
    compareDays();
  }

  /** Compares everything, for numbers may have been given twice. */
  void restored(long epoch) {
    long before = progress.epoch();
    long highest = highestSeen().map(SeenAt::seq).orElse(0L);
    log.warn(
        "The notifier of {} was restored: epoch {} is over, and {} begins. Comparing everything",
        settings.notifier(),
        before,
        epoch);
    progress = progress.epoch(epoch);
    fetcher.forgetAcks();
    save();
    compareAll(
        Reason.EPOCH, "Epoch %d was over; we had numbers up to %d".formatted(before, highest));
  }

  /** Compares everything up to now, and fetches what differs. */
  CatchUpReport compareAll(Reason reason, String detail) {
    Instant begun = now();
    Watermark watermark = watermark(null).orElseThrow();
    if (watermark.epoch() != progress.epoch()) {
      progress = progress.epoch(watermark.epoch());
      fetcher.forgetAcks();
    }
    Tally tally = new Tally();
    SeqRange all = new SeqRange(1, watermark.seq());
    if (all.size() > 0) {
      Digest theirs = client.digest(progress.epoch(), 0, all.last());
      tally.compared(theirs.count());
      comparer(tally).compare(all, theirs);
    }
    progress = progress.contiguous(watermark.seq()).heard(watermark.seq(), now());
    save();
    return report(reason, all, tally, detail, begun);
  }

  /** We may have died between a commit and its ack; then the notifier would tell it again. */
  private void acknowledgeNewest() {
    Long unacked = client.watermarkWithCounts().unacked();
    if (unacked != null && unacked > 0) {
      fetcher.acknowledge(
          progress.epoch(),
          database.read(
              "find what was applied",
              c -> store.newestApplied(c, settings.notifier(), progress.epoch(), Fetcher.PAGE)));
    }
  }

  private Watermark known() {
    return new Watermark(progress.epoch(), progress.watermark(), Instant.EPOCH, null, null);
  }

  /** Asks how far it goes, and fetches what is missing up to there. */
  private void ask(@Nullable Watermark known, Reason reason) {
    Optional<Watermark> told = watermark(known);
    if (told.isPresent()) {
      Watermark watermark = told.get();
      if (progress.epoch() == 0) {
        progress = progress.epoch(watermark.epoch());
      }
      if (watermark.epoch() != progress.epoch()) {
        throw new NotifierException.EpochChanged(watermark.epoch());
      }
      long highest = Math.max(progress.contiguousSeq(), highestSeen().map(SeenAt::seq).orElse(0L));
      if (watermark.seq() < highest) {
        wentBack(highest, watermark.seq());
        return;
      }
      fetchMissing(watermark.seq(), reason);
    }
    progress = progress.heard(told.map(Watermark::seq).orElse(progress.watermark()), now());
    save();
  }

  private void wentBack(long from, long to) {
    String detail =
        "The sequence went back from %d to %d without a new epoch; was the notifier restored?"
            .formatted(from, to);
    log.error("{} ({})", detail, settings.notifier());
    compareAll(Reason.EPOCH, detail);
  }

  private Optional<Watermark> watermark(@Nullable Watermark known) {
    return client.watermark(known);
  }

  private void fetchMissing(long until, Reason reason) {
    List<SeqRange> missing = new ArrayList<>(holes(Instant.MAX));
    long last = Math.max(progress.contiguousSeq(), highestSeen().map(SeenAt::seq).orElse(0L));
    if (last < until) {
      missing.add(new SeqRange(last + 1, until));
    }
    fetch(missing, reason);
  }

  private void fetchHoles() {
    fetch(holes(now().minus(settings.graceTime())), Reason.HOLE);
  }

  private void fetchFailed() {
    Instant notSince = now().minus(settings.retryGap());
    List<Long> failed =
        database.read(
            "find failed notifications",
            c -> store.failed(c, settings.notifier(), progress.epoch(), notSince, FAILED_PAGE));
    fetch(SeqRange.of(failed), Reason.RETRY);
  }

  private List<SeqRange> holes(Instant notSince) {
    return SeqRange.holes(progress.contiguousSeq(), seen(), notSince);
  }

  private void fetch(List<SeqRange> ranges, Reason reason) {
    if (ranges.isEmpty()) {
      return;
    }
    Instant begun = now();
    Tally tally = new Tally();
    for (SeqRange range : ranges) {
      fetcher.fetch(progress.epoch(), range, item -> true, tally, this::advance);
      tally.compared(range.size());
    }
    SeqRange about = new SeqRange(ranges.get(0).first(), ranges.get(ranges.size() - 1).last());
    report(reason, about, tally, "", begun);
  }

  /** Days that are over and were not compared yet. */
  private void compareDays() {
    Instant end = now().minus(settings.compareAt()).truncatedTo(ChronoUnit.DAYS);
    Instant done = progress.comparedUntil();
    Instant from = done == null ? end.minus(DAY) : done;
    if (from.isBefore(end.minus(MADE_UP_FOR))) {
      from = end.minus(MADE_UP_FOR);
    }
    if (from.isBefore(end)) {
      compareDays(from, end);
    }
  }

  private void compareDays(Instant from, Instant end) {
    Instant begun = now();
    Tally tally = new Tally();
    Comparer comparer = comparer(tally);
    List<DigestBucket> days = client.digests(progress.epoch(), from, end, false);
    for (DigestBucket day : days) {
      compareDay(comparer, tally, day);
    }
    progress = progress.comparedUntil(end);
    save();
    if (tally.compared() > 0) {
      Digest all = days.stream().map(DigestBucket::digest).reduce(Digest.EMPTY, Digest::plus);
      String detail = "Days from %s until %s".formatted(from, end);
      report(Reason.NIGHTLY, range(all), tally, detail, begun);
    }
  }

  private void compareDay(Comparer comparer, Tally tally, DigestBucket day) {
    tally.compared(day.digest().count());
    if (day.digest().count() == 0 || comparer.own(range(day.digest())).matches(day.digest())) {
      return;
    }
    for (DigestBucket hour :
        client.digests(progress.epoch(), day.from(), day.from().plus(DAY), true)) {
      if (hour.digest().count() > 0) {
        comparer.compare(range(hour.digest()), hour.digest());
      }
    }
  }

  private static SeqRange range(Digest digest) {
    return new SeqRange(digest.firstSeq(), digest.lastSeq());
  }

  /** Fetches what differs, and renews the lease meanwhile. */
  private Comparer comparer(Tally tally) {
    return new Comparer(
        database,
        store,
        client,
        settings.notifier(),
        progress.epoch(),
        (range, wanted) -> fetcher.fetch(progress.epoch(), range, wanted, tally, this::save));
  }

  private boolean isSilent() {
    Instant heard = progress.heardAt();
    Instant pushed = highestSeen().map(SeenAt::at).orElse(Instant.EPOCH);
    Instant last = heard == null || pushed.isAfter(heard) ? pushed : heard;
    return !now().isBefore(last.plus(settings.idleTime()));
  }

  private Optional<SeenAt> highestSeen() {
    return database.read(
        "find what came last", c -> store.highestSeen(c, settings.notifier(), progress.epoch()));
  }

  private List<SeenAt> seen() {
    return database.read(
        "find what came",
        c ->
            store.seenBehind(
                c, settings.notifier(), progress.epoch(), progress.contiguousSeq(), SEEN_PAGE));
  }

  /** Moves on over what came without a hole. */
  private void advance() {
    List<SeenAt> seen = seen();
    while (!seen.isEmpty() && seen.get(0).seq() == progress.contiguousSeq() + 1) {
      progress = progress.contiguous(SeqRange.contiguous(progress.contiguousSeq(), seen));
      seen = seen();
    }
    save();
  }

  /** Renews the lease, too. */
  private void save() {
    progress = progress.leasedUntil(now().plus(settings.lease()));
    Progress saved = progress;
    boolean ours =
        database.inTransaction(
            "save the catch-up's progress", c -> store.save(c, settings.notifier(), saved));
    if (!ours) {
      throw new TirelessException("Another instance catches up with " + settings.notifier());
    }
  }

  private CatchUpReport report(
      Reason reason, SeqRange about, Tally tally, String detail, Instant begun) {
    String text = tally.firstOpen().isEmpty() ? detail : (detail + " " + tally.firstOpen()).strip();
    CatchUpReport report =
        new CatchUpReport(
            reason,
            progress.epoch(),
            about.first(),
            about.last(),
            tally.compared(),
            tally.missing(),
            tally.repaired(),
            tally.stillOpen(),
            text,
            begun,
            now());
    reports.add(report);
    database.inTransaction(
        "keep a report",
        c -> {
          store.report(c, settings.notifier(), row(report));
          return report;
        });
    log.info("Caught up with {}: {}", settings.notifier(), report);
    return report;
  }

  private static CatchUpStore.Report row(CatchUpReport r) {
    return new CatchUpStore.Report(
        r.reason().name(),
        r.epoch(),
        r.fromSeq(),
        r.toSeq(),
        r.compared(),
        r.missing(),
        r.repaired(),
        r.stillOpen(),
        r.detail(),
        r.startedAt(),
        r.finishedAt());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
