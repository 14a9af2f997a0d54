package dev.tireless.simulation;

import dev.tireless.AttemptReason;
import dev.tireless.Delivery;
import dev.tireless.DeliveryState;
import dev.tireless.Outcome;
import dev.tireless.schedule.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The oracle: what really happened, by the commits of the publishers and by what the channel saw,
 * never by the word of the store. It judges every send and every state.
 */
final class Ledger {

  static final Duration LEASE = Duration.ofSeconds(45);

  private final Map<String, Instant> committed = new HashMap<>();
  private final Set<String> rolledBack = new HashSet<>();
  private final Map<String, Told> told = new HashMap<>();
  private final Map<String, Instant> resumed = new HashMap<>();
  final HealthLedger health = new HealthLedger();
  int deliveries;
  int duplicates;

  /** One send as the channel saw it, and what the engine is known to know of its end. */
  static final class Send {
    final long attempt;
    final AttemptReason reason;
    final Instant leasedAt;
    final int leasedIn;
    final int failuresBefore;
    Outcome outcome;
    boolean taken;
    Instant answeredAt;
    int recordedIn = Integer.MAX_VALUE;
    Instant recordedAt = Instant.MAX;

    Send(Delivery d, Instant leasedAt, int leasedIn, int failuresBefore) {
      this.attempt = d.attempt();
      this.reason = d.reason();
      this.leasedAt = leasedAt;
      this.leasedIn = leasedIn;
      this.failuresBefore = failuresBefore;
    }

    /**
     * Whether the next attempt, leased at this moment, was surely leased knowing this one's end. A
     * number left out between the two is a lease that led to no attempt; if it may have come before
     * this one's end was recorded, then that end was too late to count.
     */
    boolean knownTo(long next, int leasedIn) {
      boolean held = next == attempt + 1 || recordedAt.isBefore(leasedAt.plus(LEASE));
      return held && recordedIn < leasedIn;
    }

    @Override
    public String toString() {
      return "%d (%s) leased in %d at %s, %s at %s, recorded in %d"
          .formatted(attempt, reason, leasedIn, leasedAt, outcome, answeredAt, recordedIn);
    }

    int failuresAfter() {
      return failuresBefore + (reason == AttemptReason.SCHEDULED ? 1 : 0);
    }
  }

  /** All that is known of one delivery. */
  static final class Told {
    String notification = "";
    final List<Send> sends = new ArrayList<>();
    Instant windowStart = Instant.MAX;
    Instant replayedAt = Instant.MIN;
    int replayedIn = -1;
    int reopenedIn = -1;
    int broughtForwardIn = -1;
    int seenIn = Integer.MAX_VALUE;
    Instant seenAt = Instant.MAX;
    boolean cancelled;
    boolean acked;

    Send last() {
      return sends.isEmpty() ? null : sends.get(sends.size() - 1);
    }

    boolean answered(Class<? extends Outcome> kind) {
      return sends.stream().anyMatch(s -> kind.isInstance(s.outcome) && counts(s));
    }

    /** Whether an ack of it would count: not for a wish that came behind it. */
    boolean counts(Send send) {
      return send.leasedIn > reopenedIn;
    }

    /** It was given up, and has another window. */
    void replayed(Instant now, int moment) {
      replayedAt = now;
      replayedIn = moment;
      windowStart = Instant.MAX;
    }

    /** The receiver wished it again after its ack. */
    void reopened(Instant now, int moment) {
      replayed(now, moment);
      reopenedIn = moment;
      acked = false;
    }
  }

  void committed(String notification, Instant at) {
    committed.putIfAbsent(notification, at);
  }

  void rolledBack(String notification) {
    if (!committed.containsKey(notification)) {
      rolledBack.add(notification);
    }
  }

  Set<String> committedNotifications() {
    return committed.keySet();
  }

  Told told(String receiver, long seq) {
    return told.computeIfAbsent(receiver + "/" + seq, key -> new Told());
  }

  Iterable<Told> all() {
    return told.values();
  }

  void resumed(String receiver, Instant at) {
    resumed.put(receiver, at);
  }

  /**
   * The channel is asked to send: is it allowed now?
   *
   * @param atOnce whether it had its turn as a probe or in a drain, and was not sent
   */
  Send sent(Delivery d, Instant now, Instant leasedAt, int leasedIn, boolean atOnce) {
    String id = d.notification().id();
    require(!rolledBack.contains(id) && committed.containsKey(id), "rolled back, but sent", id);
    Told t = told(d.receiver().id(), d.seq());
    String what =
        "%s/%d attempt %d (%s) leased in %d at %s, sent at %s, after %s"
            .formatted(
                d.receiver().id(),
                d.seq(),
                d.attempt(),
                d.reason(),
                leasedIn,
                leasedAt,
                now,
                t.sends);
    require(t.notification.isEmpty() || t.notification.equals(id), "another one's number", what);
    t.notification = id;
    Send last = t.last();
    boolean replayed = last == null || t.replayedIn > last.leasedIn;
    boolean wished = replayed || t.broughtForwardIn > last.leasedIn;
    Instant due = wished ? Instant.MIN : earliest(d, last, leasedIn);
    boolean isScheduled = d.reason() == AttemptReason.SCHEDULED;
    boolean isKnown = !replayed && last.knownTo(d.attempt(), leasedIn);
    boolean mayBeEarly = isKnown && (!isScheduled || atOnce);
    require(!now.isBefore(due) || mayBeEarly, "sent before its time", what);
    Send send = new Send(d, leasedAt, leasedIn, failures(d, last, replayed, leasedIn));
    health.sent(d, send, last, due);
    startWindow(t, d, leasedAt, replayed);
    require(last == null || d.attempt() > last.attempt, "an attempt number twice", what);
    require(now.isBefore(t.windowStart.plus(d.receiver().schedule().window())), "too late", what);
    count(t);
    t.sends.add(send);
    return send;
  }

  private void startWindow(Told t, Delivery d, Instant leasedAt, boolean replayed) {
    Instant floor = resumed.getOrDefault(d.receiver().id(), Instant.MIN);
    boolean alreadyRuns = t.sends.isEmpty() && !t.windowStart.equals(Instant.MAX);
    if (replayed && !alreadyRuns) {
      t.windowStart = leasedAt;
    }
    t.windowStart = t.windowStart.isBefore(floor) ? floor : t.windowStart;
  }

  private void count(Told t) {
    deliveries++;
    duplicates += t.sends.stream().anyMatch(send -> send.taken) ? 1 : 0;
  }

  private static int failures(Delivery d, Send last, boolean replayed, int leasedIn) {
    if (replayed) {
      return 0;
    }
    return last.knownTo(d.attempt(), leasedIn) ? last.failuresAfter() : last.failuresBefore;
  }

  /**
   * Not before the lease of an attempt ended whose end nobody knows, nor before its gap is over.
   */
  private static Instant earliest(Delivery d, Send last, int leasedIn) {
    if (!last.knownTo(d.attempt(), leasedIn)) {
      return last.leasedAt.plus(LEASE);
    }
    RetrySchedule schedule = d.receiver().schedule();
    Duration gap = schedule.gapAfter(Math.max(1, last.failuresAfter()));
    Duration asked =
        last.outcome instanceof Outcome.Failed f && f.retryAfter() != null
            ? f.retryAfter()
            : Duration.ZERO;
    return last.answeredAt.plus(gap.compareTo(asked) > 0 ? gap : asked);
  }

  /** A failed probe counts as the first attempt of what was never leased and was due by then. */
  void counts(Instant probe, Told t) {
    boolean waited = t.sends.isEmpty() && t.seenAt.isBefore(probe) && t.replayedAt.isBefore(probe);
    if (waited && t.windowStart.equals(Instant.MAX)) {
      t.windowStart = probe;
    }
  }

  /** The store says that a delivery is in this state: is that so? */
  void judge(
      int moment,
      String receiver,
      long seq,
      String notification,
      DeliveryState state,
      Instant now,
      Duration window) {
    Told t = told(receiver, seq);
    String what = receiver + "/" + seq + " " + notification + " is " + state;
    require(committed.containsKey(notification), "rolled back, but there", what);
    require(t.notification.isEmpty() || t.notification.equals(notification), "renumbered", what);
    t.notification = notification;
    t.seenIn = Math.min(t.seenIn, moment);
    t.seenAt = now.isBefore(t.seenAt) ? now : t.seenAt;
    require(!t.acked || state == DeliveryState.ACKED, "an ack undone", what);
    switch (state) {
      case PENDING -> {}
      case ACKED -> require(t.acked || t.answered(Outcome.Acked.class), "never acked", what);
      case REFUSED -> require(t.answered(Outcome.Refused.class), "never refused", what);
      case CANCELLED -> require(t.cancelled, "never cancelled", what);
      case EXHAUSTED -> require(mayBeExhausted(t, notification, now, window), "too early", what);
    }
  }

  private boolean mayBeExhausted(Told t, String notification, Instant now, Duration window) {
    Instant from = committed.get(notification);
    Instant start = t.replayedAt.isAfter(from) ? t.replayedAt : from;
    return !now.isBefore(start.plus(window));
  }

  static void require(boolean condition, String violation, Object what) {
    if (!condition) {
      throw new Violation(violation + ": " + what);
    }
  }

  /** A broken promise. An error, so that the engine cannot take it for a failing channel. */
  static final class Violation extends Error {
    Violation(String message) {
      super(message);
    }
  }
}
