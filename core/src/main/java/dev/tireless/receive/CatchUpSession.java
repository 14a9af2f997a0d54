package dev.tireless.receive;

import dev.tireless.receive.CatchUpReport.Reason;
import dev.tireless.store.CatchUpStore;
import dev.tireless.store.CatchUpStore.Progress;
import dev.tireless.store.Database;
import dev.tireless.wire.Digest;
import dev.tireless.wire.Watermark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look of a catch-up, under its lease: what is to be done, in the order in which it matters.
 * Acks come last, and what failed before comes behind what was never tried.
 */
final class CatchUpSession {

  private static final Logger log = LoggerFactory.getLogger(CatchUpSession.class);

  private static final int FAILED_PAGE = 1_000;

  /** So many runs of numbers are proven before they are acked after a crash. */
  private static final int MOST_PROVEN = 20;

  private final CatchUpSettings settings;
  private final Database database;
  private final CatchUpStore store;
  private final NotifierClient client;
  private final Fetcher fetcher;
  private final Acks acks;
  private final Standing standing;
  private final Comparison comparison;

  CatchUpSession(
      CatchUpSettings settings,
      Database database,
      CatchUpStore store,
      NotifierClient client,
      Fetcher fetcher,
      Acks acks,
      Standing standing) {
    this.settings = settings;
    this.database = database;
    this.store = store;
    this.client = client;
    this.fetcher = fetcher;
    this.acks = acks;
    this.standing = standing;
    this.comparison = new Comparison(settings, database, store, client, fetcher, standing);
  }

  /**
   * Does what is to be done.
   *
   * @param first whether this instance has just begun to look
   */
  void look(boolean first) {
    standing.advance();
    boolean begins = first || progress().epoch() == 0;
    if (begins) {
      ask(null, Reason.START);
    }
    eachForItself(
        () -> fetchMissing(standing.now().minus(settings.graceTime()), Reason.HOLE),
        this::askWhenSilent,
        this::lookIntoConflict,
        comparison::days,
        this::fetchFailed,
        begins ? this::acknowledgeNewest : () -> {},
        () -> acks.tellAll(client));
  }

  /** What the notifier answers badly to one of these must not keep the others from being done. */
  private static void eachForItself(Runnable... parts) {
    NotifierException bad = null;
    for (Runnable part : parts) {
      try {
        part.run();
      } catch (NotifierException e) {
        if (!e.isAnswered()) {
          throw e;
        }
        bad = bad == null ? e : bad;
      }
    }
    if (bad != null) {
      throw bad;
    }
  }

  /** Compares everything, for numbers may have been given twice. */
  void restored(long epoch) {
    log.warn(
        "The notifier of {} was restored: epoch {} is over, and {} begins. Comparing everything",
        settings.notifier(),
        progress().epoch(),
        epoch);
    comparison.all(
        Reason.EPOCH,
        "Epoch %d was over; we had numbers up to %d."
            .formatted(progress().epoch(), standing.highest()));
    acks.tellAll(client);
  }

  /** Compares everything up to now, and fetches what differs. */
  CatchUpReport compareAll() {
    CatchUpReport report = comparison.all(Reason.REQUEST, "");
    acks.tellAll(client);
    return report;
  }

  private Progress progress() {
    return standing.progress();
  }

  private Watermark known() {
    return new Watermark(progress().epoch(), progress().watermark(), Instant.EPOCH, null, null);
  }

  /**
   * Asks how far it goes, and fetches what is missing up to there. What came before we asked cannot
   * be above the answer, unless the sequence went back.
   */
  private void ask(@Nullable Watermark known, Reason reason) {
    long highest = standing.highest();
    Optional<Watermark> told = client.watermark(known);
    if (told.isEmpty()) {
      standing.save(progress().heard(progress().watermark(), standing.now()));
      return;
    }
    Watermark watermark = told.get();
    if (progress().epoch() == 0) {
      standing.save(progress().epoch(watermark.epoch()));
      highest = 0;
    }
    if (watermark.epoch() != progress().epoch()) {
      throw new NotifierException.EpochChanged(watermark.epoch());
    }
    if (watermark.seq() < highest && !isKnownToBeBack(watermark)) {
      wentBack(highest, watermark.seq());
    } else {
      wentOn(watermark.seq(), reason);
    }
  }

  private boolean isKnownToBeBack(Watermark watermark) {
    return progress().doubtedSeq() > 0 && watermark.seq() >= progress().watermark();
  }

  private void wentOn(long seq, Reason reason) {
    SeqRange again = new SeqRange(progress().watermark() + 1, progress().doubtedSeq()).until(seq);
    if (again.size() > 0) {
      comparison.range(again, Reason.EPOCH, "Numbers that were given twice.");
    }
    standing.save(progress().heard(seq, standing.now()));
    fetchMissing(Instant.MAX, reason);
  }

  private void wentBack(long from, long to) {
    String detail =
        "The sequence went back from %d to %d without a new epoch; was the notifier restored?"
            .formatted(from, to);
    log.error("{} ({})", detail, settings.notifier());
    comparison.all(Reason.EPOCH, detail);
    standing.save(progress().doubted(Math.max(from, progress().doubtedSeq())));
  }

  /** Asking for what the notifier does not have any more would go on for ever. */
  private long furthest() {
    boolean isBack = progress().doubtedSeq() > progress().watermark();
    return isBack ? progress().watermark() : Long.MAX_VALUE;
  }

  /** Holes that are older, and what the notifier told of and did not come. */
  private void fetchMissing(Instant notSince, Reason reason) {
    List<SeqRange> missing =
        new ArrayList<>(SeqRange.holes(progress().contiguousSeq(), standing.seen(), notSince));
    missing.add(new SeqRange(standing.highest() + 1, progress().watermark()));
    if (fetched(missing, reason, tally -> tally.missing() > 0).isCutShort()) {
      ask(null, reason); // and find that it went back
    }
  }

  private void fetchFailed() {
    Instant now = standing.now();
    List<Long> failed =
        database.read(
            "find failed notifications",
            c ->
                store.failed(
                    c,
                    settings.notifier(),
                    progress().epoch(),
                    furthest(),
                    now.minus(settings.retryGap()),
                    now,
                    FAILED_PAGE));
    if (!failed.isEmpty()) {
      fetched(SeqRange.of(failed), Reason.RETRY, tally -> tally.repaired() > 0);
      database.inTransaction(
          "note what was tried",
          c -> {
            store.tried(c, settings.notifier(), progress().epoch(), failed, standing.now());
            return failed;
          });
    }
  }

  private Tally fetched(List<SeqRange> ranges, Reason reason, Predicate<Tally> isWorthIt) {
    Tally tally = new Tally();
    List<SeqRange> there =
        ranges.stream()
            .map(range -> range.until(furthest()))
            .filter(range -> range.size() > 0)
            .toList();
    if (!there.isEmpty()) {
      standing.reported(reason, "", tally, isWorthIt, () -> fetch(there, tally));
    }
    return tally;
  }

  private Progress fetch(List<SeqRange> ranges, Tally tally) {
    for (SeqRange range : ranges) {
      tally.compared(range, range.size());
      if (!fetcher.fetch(progress().epoch(), range, item -> true, tally, standing::advance)) {
        tally.cutShort();
      }
    }
    return progress();
  }

  private void askWhenSilent() {
    if (isSilent()) {
      ask(known(), Reason.SILENCE);
    }
  }

  private boolean isSilent() {
    Instant now = standing.now();
    Instant heard = progress().heardAt();
    Instant pushed = standing.lastHeard().filter(at -> !at.isAfter(now)).orElse(Instant.EPOCH);
    Instant last = heard == null || heard.isAfter(now) || pushed.isAfter(heard) ? pushed : heard;
    return !now.isBefore(last.plus(settings.idleTime()));
  }

  private void lookIntoConflict() {
    Instant conflict = progress().conflictAt();
    if (conflict == null || standing.now().isBefore(conflict.plus(settings.graceTime()))) {
      return;
    }
    String detail =
        "A number came with another notification than before; was the notifier restored without"
            + " raising its epoch?";
    log.error("{} ({})", detail, settings.notifier());
    comparison.all(Reason.EPOCH, detail);
    database.inTransaction(
        "settle a conflict",
        c -> {
          store.settle(c, settings.notifier(), progress().token());
          return conflict;
        });
  }

  /**
   * We may have died between a commit and its ack; then the notifier would tell it again, or keep
   * it given up. Only what both sides have alike is acked: the number alone is no proof.
   */
  private void acknowledgeNewest() {
    Long unacked = client.watermarkWithCounts().unacked();
    if (unacked == null || unacked == 0) {
      return;
    }
    List<Long> newest =
        database.read(
            "find what was applied",
            c -> store.newestApplied(c, settings.notifier(), progress().epoch(), Acks.PAGE));
    SeqRange.of(newest).stream().limit(MOST_PROVEN).forEach(this::acknowledgeIfAlike);
  }

  private void acknowledgeIfAlike(SeqRange range) {
    Digest theirs = client.digest(progress().epoch(), range.first() - 1, range.last());
    Digest ours =
        new Comparer(
                database,
                store,
                client,
                settings.notifier(),
                progress().epoch(),
                standing::beat,
                (part, wanted) -> false)
            .own(range);
    if (ours.matches(theirs)) {
      acks.add(progress().epoch(), range.numbers());
    }
  }
}
