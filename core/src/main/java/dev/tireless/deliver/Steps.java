package dev.tireless.deliver;

import dev.tireless.Channel;
import dev.tireless.Outcome;
import dev.tireless.Publication;
import dev.tireless.Receiver;
import dev.tireless.ReceiverState;
import dev.tireless.TirelessException;
import dev.tireless.deliver.Intake.Taken;
import dev.tireless.publish.Published;
import dev.tireless.schedule.Jitter;
import dev.tireless.store.Database;
import dev.tireless.store.ReceiverStore;
import dev.tireless.store.ReceiverStore.Stored;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of every engine, write or sequence → lease → send → record, without threads: {@link
 * Engine} runs them on its own, {@code ManualEngine} by hand. Write belongs to one thread, sequence
 * and lease to one, record to one; send to those that write and lease. What they hand over is safe
 * between them.
 */
public final class Steps {

  private static final Logger log = LoggerFactory.getLogger(Steps.class);

  private static final int RECORD_BATCH = 500;

  private final GroupCommit groupCommit;
  private final Sequencer sequencer;
  private final Intake intake;
  private final Health health;
  private final Sender sender;
  private final Recorder recorder;
  private final Redeliveries redeliveries;
  private final NodeShare share = new NodeShare();
  private final Heartbeat heartbeat;
  private final Clock clock;
  private final Lanes lanes;
  private final Listeners listeners;
  private final Database database;
  private final Queue<Leased> ready = new ConcurrentLinkedQueue<>();
  private final Queue<Leased> late = new ConcurrentLinkedQueue<>();
  private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();
  private final Runnable onFinished;

  /**
   * The steps of one node.
   *
   * @param dataSource of the engine's own connections
   * @param channels by the name that receivers call them
   * @param random for the jitter and for ids, never the same on two nodes: a {@link
   *     java.security.SecureRandom} in production
   * @param onFinished called when an outcome is ready to be recorded, on a thread of a channel
   */
  public Steps(
      DataSource dataSource,
      Map<String, Channel> channels,
      EngineSettings settings,
      List<DeliveryListener> listeners,
      Clock clock,
      RandomGenerator random,
      Runnable onFinished) {
    this.database = new Database(dataSource);
    this.clock = clock;
    this.onFinished = onFinished;
    this.listeners = new Listeners(listeners);
    this.lanes = new Lanes(settings.maxHeld(), clock, share);
    this.heartbeat = new Heartbeat(database, share, settings, clock);
    FreshLeases.Source freshLeases =
        new FreshLeases.Source(new ReceiverStore(database.dialect()), lanes, settings);
    this.groupCommit = new GroupCommit(database, freshLeases, clock, random);
    this.sequencer = new Sequencer(database, freshLeases, clock, ready::addAll);
    this.intake = new Intake(database, lanes, settings);
    this.health = new Health(database, lanes, settings, this.listeners, late::add);
    this.redeliveries = new Redeliveries(database, clock);
    this.sender = new Sender(channels, clock, this::finished);
    this.recorder =
        new Recorder(
            database, new DeliveryPolicy(new Jitter(random)), this.listeners, settings.node());
  }

  /** As {@link Engine#submit}; {@link #write} writes it. */
  public CompletableFuture<Published> submit(Publication publication) {
    return groupCommit.submit(publication);
  }

  /**
   * Publishes and numbers one batch of what was submitted, and answers its callers; tells how many.
   * What a lane has room for is leased at the same time, to be sent next.
   */
  public int write() {
    GroupCommit.Batch batch = groupCommit.write();
    ready.addAll(batch.fresh());
    return batch.size();
  }

  /** Refuses what was submitted and not written. */
  public void refuse() {
    groupCommit.refuse();
  }

  /** Tells whoever waits for an answer that nothing is written now; tells how many. */
  int turnAway(String why) {
    return groupCommit.turnAway(why);
  }

  /** This node among the others; for whoever runs the steps for long. */
  Heartbeat heartbeat() {
    return heartbeat;
  }

  /** Gives numbers to one batch of what was published; tells how many notifications. */
  public int sequence() {
    return sequencer.sequence();
  }

  /**
   * Leases what is due and gives up what is at its end; tells how many deliveries. Whatever is
   * wrong with one receiver's deliveries, the others are leased before this throws.
   */
  public int lease() {
    Instant now = now();
    int taken = 0;
    List<RuntimeException> failures = new ArrayList<>();
    for (Stored receiver : health.unwell(now)) {
      taken += guarded(() -> took(health.attend(receiver, now)), failures);
    }
    for (Stored receiver : intake.withWork(now)) {
      taken += guarded(() -> take(receiver, now), failures);
    }
    if (!failures.isEmpty()) {
      throw new TirelessException(
          "Could not lease from %d receivers, the first of them here".formatted(failures.size()),
          failures.get(0));
    }
    return taken;
  }

  /** Works off a page of what a receiver wants to be told again; tells how many deliveries. */
  public int redeliver() {
    return redeliveries.work();
  }

  private static int guarded(IntSupplier work, List<RuntimeException> failures) {
    try {
      return work.getAsInt();
    } catch (RuntimeException e) {
      failures.add(e);
      return 0;
    }
  }

  private int take(Stored receiver, Instant now) {
    return receiver.state() == ReceiverState.DELETED
        ? intake.cancel(receiver, now)
        : took(intake.take(receiver, now));
  }

  private int took(Taken taken) {
    Receiver receiver = taken.receiver().receiver();
    ready.addAll(taken.leased());
    taken.exhausted().forEach(row -> listeners.tell(l -> l.exhausted(receiver, row.seq())));
    return taken.size();
  }

  /**
   * Starts attempts for what is leased, as many as the receivers' limits allow; the others start as
   * these are answered. Gives back what the engine came too late for. Tells how many it dealt with.
   */
  public int send() {
    int dealtWith = giveBackLate();
    Set<Lane> lanesWithMore = new LinkedHashSet<>();
    for (Leased next = ready.poll(); next != null; next = ready.poll()) {
      next.lane().add(next);
      lanesWithMore.add(next.lane());
      dealtWith++;
    }
    lanesWithMore.forEach(this::startWaiting);
    return dealtWith;
  }

  private void startWaiting(Lane lane) {
    lane.startWaiting(this::start);
  }

  /** May run on a thread of a channel, so what is too late waits for a thread that may block. */
  private void start(Leased leased) {
    if (leased.mayStart(now()) && leased.lane().lets(leased.row().reason())) {
      sender.send(leased);
    } else {
      leased.lane().answered();
      late.add(leased);
    }
  }

  private int giveBackLate() {
    List<Leased> tooLate = drained(late);
    if (!tooLate.isEmpty()) {
      log.info(
          "Gave back {} deliveries: their leases do not outlast an attempt, or their receivers fail",
          tooLate.size());
      intake.giveBack(tooLate);
    }
    return tooLate.size();
  }

  /** Lets other nodes have what was leased and not started; tells how many. */
  public int giveBack() {
    List<Leased> unsent = lanes.unsent();
    unsent.addAll(drained(ready));
    unsent.addAll(drained(late));
    if (!unsent.isEmpty()) {
      intake.giveBack(unsent);
    }
    health.letGo();
    return unsent.size();
  }

  private static List<Leased> drained(Queue<Leased> queue) {
    List<Leased> all = new ArrayList<>();
    for (Leased next = queue.poll(); next != null; next = queue.poll()) {
      all.add(next);
    }
    return all;
  }

  /** Takes for failed what a channel has not answered in time, nor will. */
  public void endOverdue() {
    sender.endOverdue();
  }

  /**
   * Records a batch of outcomes and tells how many. What cannot be recorded is kept for the next
   * call: an ack until it is recorded, anything else as long as its lease lasts.
   */
  public int record() {
    List<Finished> batch = new ArrayList<>();
    for (Finished next; batch.size() < RECORD_BATCH && (next = finished.poll()) != null; ) {
      batch.add(next);
    }
    if (batch.isEmpty()) {
      return 0;
    }
    try {
      return record(batch);
    } catch (RuntimeException e) {
      log.warn("Could not record {} outcomes at once, so one by one", batch.size(), e);
      return recordOneByOne(batch);
    }
  }

  private int record(List<Finished> batch) {
    recorder.record(batch);
    return recorded(batch);
  }

  private int recorded(List<Finished> batch) {
    health.ended(batch);
    batch.forEach(done -> done.leased().lane().finish());
    return batch.size();
  }

  /** Finds the culprit; two in a row mean that it is the database, and the rest waits for it. */
  private int recordOneByOne(List<Finished> batch) {
    List<Finished> failed = new ArrayList<>();
    int tried = 0;
    while (tried < batch.size() && failed.size() < 2) {
      Finished one = batch.get(tried++);
      if (!recordedAlone(one)) {
        failed.add(one);
      }
    }
    finished.addAll(batch.subList(tried, batch.size()));
    failed.forEach(this::keepOrGiveUp);
    return tried - failed.size();
  }

  private boolean recordedAlone(Finished one) {
    try {
      recorder.recordAlone(one);
      return recorded(List.of(one)) == 1;
    } catch (RuntimeException e) {
      log.warn("Could not record {} {}", one.leased().delivery(), one.outcome(), e);
      return false;
    }
  }

  private void keepOrGiveUp(Finished one) {
    if (one.outcome() instanceof Outcome.Acked || !one.leased().isOver(now())) {
      finished.add(one);
    } else {
      log.error("Gave up recording {}; it will be sent again", one.leased().delivery());
      one.leased().lane().leave();
    }
  }

  /** Whether {@link #lease} has something to do that cannot wait for a poll. */
  public boolean isBehind() {
    return lanes.isAnyBehind() || health.hasNews();
  }

  /** Attempts that are leased, in flight or not recorded yet. */
  public int inFlight() {
    return lanes.held();
  }

  /** How many nodes divide the limits. */
  int liveNodes() {
    return share.liveNodes();
  }

  private void finished(Finished outcome) {
    finished.add(outcome);
    onFinished.run();
    Lane lane = outcome.leased().lane();
    lane.answered();
    startWaiting(lane);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
