package dev.tireless.receive;

import dev.tireless.TirelessException;
import dev.tireless.receive.CatchUpReport.Reason;
import dev.tireless.store.CatchUpStore;
import dev.tireless.store.CatchUpStore.Progress;
import dev.tireless.store.CatchUpStore.SeenAt;
import dev.tireless.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where we stand during one look, under the lease, and what was reported. Whatever was done is
 * saved, so another instance can go on from there at any moment. Not thread-safe.
 */
final class Standing {

  private static final Logger log = LoggerFactory.getLogger(Standing.class);

  static final int SEEN_PAGE = 10_000;

  private final CatchUpSettings settings;
  private final Database database;
  private final CatchUpStore store;
  private final Clock clock;
  private final Pace pace;
  private final List<CatchUpReport> reports = new ArrayList<>();
  private Progress progress;
  private Instant renewAt;

  /**
   * @param leased as the lease was taken just now
   */
  Standing(
      CatchUpSettings settings,
      Database database,
      CatchUpStore store,
      Clock clock,
      Pace pace,
      Progress leased) {
    this.settings = settings;
    this.database = database;
    this.store = store;
    this.clock = clock;
    this.pace = pace;
    this.progress = leased;
    this.renewAt = renewal();
  }

  /** Ends a look between two items. */
  @SuppressWarnings("serial")
  static final class LookOver extends RuntimeException {

    LookOver() {
      super("The look is over", null, false, false);
    }
  }

  Progress progress() {
    return progress;
  }

  List<CatchUpReport> reports() {
    return List.copyOf(reports);
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * From here on.
   *
   * @throws TirelessException when another instance has the lease
   */
  void save(Progress changed) {
    progress = changed;
    database.inTransaction(
        "save the catch-up's progress",
        c -> {
          requireLease(store.save(c, settings.notifier(), renewed()));
          return changed;
        });
  }

  /**
   * Between any two items, however long the work is: renews the lease in time.
   *
   * @throws LookOver when it is
   * @throws TirelessException when another instance has the lease
   */
  void beat() {
    if (pace.isOver()) {
      throw new LookOver();
    }
    if (!now().isBefore(renewAt)) {
      save(progress);
    }
  }

  /** Moves on over what came without a hole. */
  void advance() {
    long before = progress.contiguousSeq();
    List<SeenAt> seen = seen();
    Progress further = progress;
    while (!seen.isEmpty() && seen.get(0).seq() == further.contiguousSeq() + 1) {
      further = further.contiguous(SeqRange.contiguous(further.contiguousSeq(), seen));
      seen = seen(further);
    }
    if (further.contiguousSeq() > before) {
      save(further);
    }
  }

  /** What came behind what is known without a hole. */
  List<SeenAt> seen() {
    return seen(progress);
  }

  private List<SeenAt> seen(Progress from) {
    return database.read(
        "find what came",
        c ->
            store.seenBehind(
                c, settings.notifier(), from.epoch(), from.contiguousSeq(), SEEN_PAGE));
  }

  /** The highest number that came. */
  long highest() {
    long seen =
        database
            .read(
                "find what came last",
                c -> store.highestSeen(c, settings.notifier(), progress.epoch()))
            .map(SeenAt::seq)
            .orElse(0L);
    return Math.max(progress.contiguousSeq(), seen);
  }

  /** When something last came that did not fail. */
  Optional<Instant> lastHeard() {
    return database
        .read(
            "find what was heard last",
            c -> store.lastHeard(c, settings.notifier(), progress.epoch()))
        .map(SeenAt::at);
  }

  /**
   * Does the work and reports it, also when it breaks off.
   *
   * @param tally is filled by the work
   * @param isWorthIt whether it is worth a report
   * @param work tells where we stand after it
   * @throws RuntimeException what the work threw
   */
  Optional<CatchUpReport> reported(
      Reason reason,
      String detail,
      Tally tally,
      Predicate<Tally> isWorthIt,
      Supplier<Progress> work) {
    Instant begun = now();
    long epoch = progress.epoch();
    try {
      progress = work.get();
    } catch (RuntimeException e) {
      if (tally.repaired() > 0) {
        brokenOff(
            report(reason, epoch, tally, detail + " Broken off: " + e.getMessage(), begun), e);
      }
      throw e;
    }
    if (!isWorthIt.test(tally)) {
      save(progress);
      return Optional.empty();
    }
    CatchUpReport report = report(reason, progress.epoch(), tally, detail, begun);
    database.inTransaction(
        "keep a report",
        c -> {
          requireLease(store.save(c, settings.notifier(), renewed()));
          store.report(c, settings.notifier(), row(report));
          return report;
        });
    told(report);
    return Optional.of(report);
  }

  private void brokenOff(CatchUpReport report, RuntimeException cause) {
    try {
      database.inTransaction(
          "keep a report",
          c -> {
            store.report(c, settings.notifier(), row(report));
            return report;
          });
      told(report);
    } catch (TirelessException e) {
      cause.addSuppressed(e);
    }
  }

  private void told(CatchUpReport report) {
    reports.add(report);
    log.info("Caught up with {}: {}", settings.notifier(), report);
  }

  private CatchUpReport report(
      Reason reason, long epoch, Tally tally, String detail, Instant begun) {
    return new CatchUpReport(
        reason,
        epoch,
        tally.about().first(),
        tally.about().last(),
        tally.compared(),
        tally.missing(),
        tally.repaired(),
        tally.stillOpen(),
        (detail + " " + tally.firstOpen()).strip(),
        begun,
        now());
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

  private void requireLease(boolean ours) {
    if (!ours) {
      throw new TirelessException("Another instance catches up with " + settings.notifier());
    }
  }

  private Progress renewed() {
    progress = progress.leasedUntil(now().plus(settings.lease()));
    renewAt = renewal();
    return progress;
  }

  private Instant renewal() {
    return now().plus(settings.lease().dividedBy(3));
  }
}
