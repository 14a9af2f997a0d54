package dev.tireless.deliver;

import dev.tireless.AttemptReason;
import dev.tireless.store.ReceiverStore.Stored;
import java.time.Clock;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this node holds of one receiver: in flight up to this node's share of the receiver's limit,
 * the others waiting for one of these to be answered. It holds no more than it can send soon: what
 * the limit allows, and as much again as it finished within a second. Thread-safe.
 */
final class Lane {

  private final Queue<Leased> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger starters = new AtomicInteger();
  private final AtomicInteger heldByAll;
  private final Pace pace;
  private final Answers answers = new Answers();
  private final NodeShare share;
  private volatile boolean behind;
  private volatile boolean offSchedule;

  /**
   * An empty lane.
   *
   * @param heldByAll counts what all lanes of the node hold
   * @param behind see {@link #isBehind}
   */
  Lane(AtomicInteger heldByAll, boolean behind, Clock clock, NodeShare share) {
    this.heldByAll = heldByAll;
    this.behind = behind;
    this.pace = new Pace(clock);
    this.share = share;
  }

  /** How many more it may hold. */
  int room(int maxInFlight) {
    return share.of(maxInFlight) + pace.perSecond() - held.get();
  }

  /** One more is held. */
  void enter() {
    held.incrementAndGet();
    heldByAll.incrementAndGet();
  }

  /** One is held no longer. */
  void leave() {
    held.decrementAndGet();
    heldByAll.decrementAndGet();
  }

  /** One is held no longer, because its outcome is recorded. */
  void finish() {
    pace.count();
    leave();
  }

  /** How many it holds, in flight, waiting or not yet recorded. */
  int held() {
    return held.get();
  }

  /** What was entered waits here to be started. */
  void add(Leased leased) {
    waiting.add(leased);
  }

  /** Takes out one that was not started. */
  @Nullable Leased poll() {
    return waiting.poll();
  }

  /** One that was started has its answer. */
  void answered() {
    inFlight.decrementAndGet();
  }

  /** What the receiver answered to this node lately. */
  Answers answers() {
    return answers;
  }

  /**
   * Starts what waits while the limit allows, in order; one thread at a time does it for all, so a
   * start that is answered at once does not start the next one from within.
   *
   * @param start must not throw
   */
  void startWaiting(Consumer<Leased> start) {
    if (starters.getAndIncrement() > 0) {
      return;
    }
    int seen;
    do {
      seen = starters.get();
      for (Leased next = next(); next != null; next = next()) {
        inFlight.incrementAndGet();
        start.accept(next);
      }
    } while (starters.addAndGet(-seen) > 0);
  }

  private @Nullable Leased next() {
    Leased first = waiting.peek();
    return first != null && inFlight.get() < limit(first) ? waiting.poll() : null;
  }

  private int limit(Leased leased) {
    return share.of(leased.receiver().receiver().maxInFlight());
  }

  /** Whether an attempt for this reason may start: the receiver may fail since it was leased. */
  boolean lets(AttemptReason reason) {
    return !offSchedule || reason == AttemptReason.PROBE || reason == AttemptReason.DRAIN;
  }

  /** The receiver fails or drains, or no longer does, as far as this node knows. */
  void setOffSchedule(boolean offSchedule) {
    this.offSchedule = offSchedule;
  }

  boolean isOffSchedule() {
    return offSchedule;
  }

  /** Whether what is due or new may be sent to the receiver now. */
  boolean isOpen(Stored receiver, Instant now) {
    return !offSchedule && receiver.followsSchedule(now);
  }

  /**
   * Whether some of the receiver's due deliveries may still be in the database. Until they are
   * taken, nothing new may overtake them.
   */
  boolean isBehind() {
    return behind;
  }

  void setBehind(boolean behind) {
    this.behind = behind;
  }
}
