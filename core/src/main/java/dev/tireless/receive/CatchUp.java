package dev.tireless.receive;

import dev.tireless.receive.CatchUpReport.Reason;
import dev.tireless.store.CatchUpStore;
import dev.tireless.store.CatchUpStore.Progress;
import dev.tireless.store.CatchUpStore.SeenAt;
import dev.tireless.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Finds out by itself what a receiver missed, and applies it through the same {@link Inbox} as what
 * is pushed: at the start, when a number is missing for longer than the grace time, when nothing
 * was heard for long, when something failed before, and each night by comparing digests of the day
 * that is over. When the notifier was restored from a backup, it compares everything.
 *
 * <p>One instance at a time does so: the one that has the lease in the receiver's database. {@link
 * #step} is one look, {@link CatchUpThread} looks again and again. Thread-safe: a look and a
 * comparison wait for each other.
 */
public final class CatchUp {

  private final NotifierClient client;
  private final CatchUpSettings settings;
  private final Database database;
  private final CatchUpStore store;
  private final Inbox inbox;
  private final Function<String, Optional<NotificationHandler>> handlers;
  private final Clock clock;

  /** Whether the last look was ours and whole. */
  private boolean started;

  /**
   * @param handlers by topic of the notification
   * @param dataSource of the inbox's database
   */
  public CatchUp(
      NotifierClient client,
      CatchUpSettings settings,
      Inbox inbox,
      Function<String, Optional<NotificationHandler>> handlers,
      DataSource dataSource,
      Clock clock) {
    this.client = client;
    this.settings = settings;
    this.database = new Database(dataSource);
    this.store = new CatchUpStore(database.dialect());
    this.inbox = inbox;
    this.handlers = handlers;
    this.clock = clock;
  }

  /**
   * One look: does what is to be done, if this instance has the lease or can take it.
   *
   * @return what was fetched or compared; empty when there was nothing to do
   * @throws NotifierException when the notifier does not answer; the next look goes on from there
   */
  public synchronized List<CatchUpReport> step() {
    return step(Pace.UNHURRIED);
  }

  /** The same, with an end and pauses. */
  synchronized List<CatchUpReport> step(Pace pace) {
    Optional<Standing> leased = lease(pace);
    if (leased.isEmpty()) {
      started = false;
      return List.of();
    }
    Standing standing = leased.get();
    CatchUpSession session = session(pace, standing);
    boolean begins = !started;
    started = false;
    try {
      session.look(begins);
      started = true;
    } catch (Standing.LookOver e) {
      session.tellAcks();
    }
    return standing.reports();
  }

  /**
   * Compares everything up to now, whatever was compared before, and fetches what differs.
   *
   * @return empty when another instance has the lease
   * @throws NotifierException when the notifier does not answer
   */
  public synchronized Optional<CatchUpReport> compare() {
    return lease(Pace.PATIENT).map(standing -> session(Pace.PATIENT, standing).compareAll());
  }

  /**
   * Both sides of a day beside each other, hour by hour; nothing is fetched for good.
   *
   * @throws NotifierException when the notifier does not answer
   */
  public List<SideBySide> sides(LocalDate day) {
    NotifierClient patient = new PatientClient(client, Pace.PATIENT);
    return new DayComparison(database, store, patient, settings.notifier(), now())
        .of(day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /** Lets another instance go on at once. */
  public void giveBack() {
    database.inTransaction(
        "give the catch-up back",
        c -> {
          store.giveBack(c, settings.notifier(), settings.node());
          return settings;
        });
  }

  /** What was fetched or compared, the newest first. */
  public List<CatchUpReport> reports(int limit) {
    return database.read("read reports", c -> store.reports(c, settings.notifier(), limit)).stream()
        .map(CatchUp::report)
        .toList();
  }

  /** What the last comparison by digests found; empty before the first. */
  public Optional<CatchUpReport> lastComparison() {
    return database
        .read("read the last comparison", c -> store.lastComparison(c, settings.notifier()))
        .map(CatchUp::report);
  }

  /** Where we stand. */
  public CatchUpStatus status() {
    return database.read("read the catch-up's progress", this::status);
  }

  private CatchUpStatus status(Connection c) throws SQLException {
    Optional<Progress> found = store.find(c, settings.notifier());
    if (found.isEmpty()) {
      return CatchUpStatus.NONE;
    }
    Progress p = found.get();
    List<SeenAt> seen =
        store.seenBehind(c, settings.notifier(), p.epoch(), p.contiguousSeq(), Standing.SEEN_PAGE);
    long highest = seen.isEmpty() ? p.contiguousSeq() : seen.get(seen.size() - 1).seq();
    long holes =
        SeqRange.holes(p.contiguousSeq(), seen, Instant.MAX).stream()
            .mapToLong(SeqRange::size)
            .sum();
    return new CatchUpStatus(
        p.epoch(),
        SeqRange.contiguous(p.contiguousSeq(), seen),
        Math.max(p.watermark(), highest),
        holes,
        p.heardAt());
  }

  private Optional<Standing> lease(Pace pace) {
    return database
        .inTransaction(
            "lease the catch-up",
            c -> store.lease(c, settings.notifier(), settings.node(), now(), settings.lease()))
        .map(progress -> new Standing(settings, database, store, clock, pace, progress));
  }

  private CatchUpSession session(Pace pace, Standing standing) {
    NotifierClient patient = new PatientClient(client, pace);
    Acks acks = new Acks();
    Fetcher fetcher =
        new Fetcher(patient, settings.notifier(), inbox, handlers, acks, standing::beat);
    return new CatchUpSession(settings, database, store, patient, fetcher, acks, standing);
  }

  private static CatchUpReport report(CatchUpStore.Report r) {
    return new CatchUpReport(
        Reason.valueOf(r.reason()),
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
