package dev.tireless.receive;

import dev.tireless.receive.CatchUpReport.Reason;
import dev.tireless.store.CatchUpStore;
import dev.tireless.store.CatchUpStore.Progress;
import dev.tireless.store.Database;
import dev.tireless.wire.Digest;
import dev.tireless.wire.FeedItem;
import dev.tireless.wire.Watermark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /** So many runs of numbers are proven before they are acked after a crash, the highest ones. */
  private static final int MOST_PROVEN = 100;

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
   * @param begins whether the last look was another's, or not whole
   */
  void look(boolean begins) {
    try {
      lookOnce(begins || progress().epoch() == 0);
    } catch (NotifierException.EpochChanged e) {
      acks.forget();
      restored(e.epoch());
    }
  }

  private void lookOnce(boolean begins) {
    standing.advance();
    eachForItself(
        () -> askIf(begins, Reason.START),
        this::fetchHoles,
        () -> askIf(isSilent(), Reason.SILENCE),
        this::lookIntoConflict,
        comparison::days,
        this::fetchFailed,
        () -> acknowledgeNewestIf(begins),
        this::tellAcks);
  }

  /**
   * @throws NotifierException when the notifier did not hear
   */
  void tellAcks() {
    acks.tellAll(client);
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
  private void restored(long epoch) {
    log.warn(
        "The notifier of {} was restored: epoch {} is over, and {} begins. Comparing everything",
        settings.notifier(),
        progress().epoch(),
        epoch);
    comparison.all(
        Reason.EPOCH,
        "Epoch %d was over; we had numbers up to %d."
            .formatted(progress().epoch(), standing.highest()));
    tellAcks();
  }

  /** Compares everything up to now, and fetches what differs. */
  CatchUpReport compareAll() {
    CatchUpReport report = comparison.all(Reason.REQUEST, "");
    tellAcks();
    return report;
  }

  private Progress progress() {
    return standing.progress();
  }

  private void askIf(boolean isDue, Reason reason) {
    if (isDue) {
      ask(reason);
    }
  }

  /**
   * Asks how far it goes, and fetches what is missing up to there. What came before we asked cannot
   * be above the answer, unless the sequence went back.
   */
  private void ask(Reason reason) {
    long highest = standing.highest();
    long known = isBack() ? progress().watermark() : Math.max(progress().watermark(), highest);
    Optional<Watermark> told = client.watermark(known(reason, known));
    if (told.isEmpty()) {
      standing.save(progress().heard(known, standing.now()));
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
    if (watermark.seq() < highest && !isKnownToBeBack(watermark, highest)) {
      wentBack(highest, watermark.seq());
    } else {
      wentOn(watermark.seq(), reason);
    }
  }

  /** Silence is the only question that is asked again and again. */
  private @Nullable Watermark known(Reason reason, long seq) {
    return reason == Reason.SILENCE
        ? new Watermark(progress().epoch(), seq, Instant.EPOCH, null, null)
        : null;
  }

  private boolean isKnownToBeBack(Watermark watermark, long highest) {
    return highest <= progress().doubtedSeq() && watermark.seq() >= progress().watermark();
  }

  /** Whether the sequence went back and has not passed its old end yet. */
  private boolean isBack() {
    return progress().doubtedSeq() > progress().watermark();
  }

  private void wentOn(long seq, Reason reason) {
    SeqRange again = new SeqRange(progress().watermark() + 1, progress().doubtedSeq()).until(seq);
    if (again.size() > 0) {
      comparison.range(again, Reason.EPOCH, "Numbers that were given twice.");
    }
    standing.save(progress().heard(seq, standing.now()));
    if (fetchMissing(Instant.MAX, reason).isCutShort()) {
      throw new NotifierException(
          "The notifier told of %d, but its feed ends before it".formatted(seq), null, null);
    }
  }

  private void wentBack(long from, long to) {
    String detail =
        "The sequence went back from %d to %d without a new epoch; was the notifier restored?"
            .formatted(from, to);
    log.error("{} ({})", detail, settings.notifier());
    acks.forget();
    comparison.all(Reason.EPOCH, detail);
    standing.save(progress().doubted(Math.max(from, progress().doubtedSeq())));
  }

  /** Asking for what the notifier does not have any more would go on for ever. */
  private long furthest() {
    return isBack() ? progress().watermark() : Long.MAX_VALUE;
  }

  private void fetchHoles() {
    Instant notSince = standing.now().minus(settings.graceTime());
    if (fetchMissing(notSince, Reason.HOLE).isCutShort()) {
      ask(Reason.HOLE); // and find that it went back
    }
  }

  /** Holes that are older, and what the notifier told of and did not come. */
  private Tally fetchMissing(Instant notSince, Reason reason) {
    List<SeqRange> missing =
        new ArrayList<>(SeqRange.holes(progress().contiguousSeq(), standing.seen(), notSince));
    missing.add(new SeqRange(standing.highest() + 1, progress().watermark()));
    return fetched(missing, reason, item -> true, tally -> tally.missing() > 0);
  }

  /** Noted as tried before it is: what cannot be fetched must not be the first again each time. */
  private void fetchFailed() {
    Instant now = standing.now();
    Map<Long, String> failed =
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
    if (failed.isEmpty()) {
      return;
    }
    List<Long> seqs = List.copyOf(failed.keySet());
    database.inTransaction(
        "note what is tried",
        c -> {
          store.tried(c, settings.notifier(), progress().epoch(), seqs, now);
          return seqs;
        });
    fetched(
        SeqRange.of(seqs),
        Reason.RETRY,
        item -> item.id().equals(failed.get(item.seq())),
        tally -> tally.repaired() > 0);
  }

  private Tally fetched(
      List<SeqRange> ranges,
      Reason reason,
      Predicate<FeedItem> wanted,
      Predicate<Tally> isWorthIt) {
    Tally tally = new Tally();
    List<SeqRange> there =
        ranges.stream()
            .map(range -> range.until(furthest()))
            .filter(range -> range.size() > 0)
            .toList();
    if (!there.isEmpty()) {
      standing.reported(reason, "", tally, isWorthIt, () -> fetch(there, wanted, tally));
    }
    return tally;
  }

  private Progress fetch(List<SeqRange> ranges, Predicate<FeedItem> wanted, Tally tally) {
    eachForItself(
        ranges.stream()
            .map(range -> (Runnable) () -> fetch(range, wanted, tally))
            .toArray(Runnable[]::new));
    return progress();
  }

  private void fetch(SeqRange range, Predicate<FeedItem> wanted, Tally tally) {
    tally.compared(range, range.size());
    if (!fetcher.fetch(progress().epoch(), range, wanted, tally, standing::advance)) {
      tally.cutShort();
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
    acks.forget();
    comparison.all(Reason.EPOCH, detail);
    database.inTransaction(
        "settle a conflict",
        c -> {
          store.settle(c, settings.notifier(), progress().token());
          return conflict;
        });
  }

  /**
   * We may have died between a commit and its ack, or the notifier did not hear it; then it would
   * tell it again, or keep it given up. Only what both sides have alike is acked: the number alone
   * is no proof.
   */
  private void acknowledgeNewestIf(boolean begins) {
    if (!begins) {
      return;
    }
    Long unacked = client.watermarkWithCounts().unacked();
    if (unacked == null || unacked == 0) {
      return;
    }
    List<SeqRange> newest =
        SeqRange.of(
            database.read(
                "find what was applied",
                c -> store.newestApplied(c, settings.notifier(), progress().epoch(), Acks.PAGE)));
    newest.stream()
        .skip(Math.max(0, newest.size() - MOST_PROVEN))
        .forEach(this::acknowledgeIfAlike);
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
