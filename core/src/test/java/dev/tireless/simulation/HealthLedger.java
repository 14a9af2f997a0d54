package dev.tireless.simulation;

import static dev.tireless.simulation.Ledger.require;

import dev.tireless.AttemptReason;
import dev.tireless.Delivery;
import dev.tireless.Outcome;
import dev.tireless.simulation.Ledger.Send;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The oracle for what concerns a receiver as a whole: what may be sent to one that fails, drains,
 * is paused or asked for time, and whether it may be said to fail or to be back at all.
 */
final class HealthLedger {

  private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

  private final Map<String, Known> known = new HashMap<>();

  /** As the store has it. */
  enum Phase {
    HEALTHY,
    FAILING,
    DRAINING
  }

  /** A receiver in the store. */
  record Seen(String receiver, Phase phase, Instant since, Instant probedAt, boolean open) {}

  /** A send to a receiver, and which delivery it was of. */
  private record Tell(long seq, Send send) {}

  /** All that is known of one receiver. */
  private static final class Known {
    final List<Tell> tells = new ArrayList<>();
    final TreeMap<Integer, Seen> history = new TreeMap<>();
    Seen seen = new Seen("", Phase.HEALTHY, null, null, true);
    Instant failsSince = Instant.MIN;
    long drained;
    int drainsIn;
    int failsIn;
    int resumedIn;
    int heardIn;
    int pausedIn = -1;
    boolean deleted;

    /** What the engine knows of, which died before it could record the others. */
    Stream<Tell> recorded() {
      return tells.stream().filter(tell -> tell.send().recordedIn != Integer.MAX_VALUE);
    }

    Stream<Tell> answered() {
      return recorded().filter(tell -> isAnswer(tell.send()));
    }

    Instant lastAnswer() {
      return answered()
          .map(tell -> tell.send().answeredAt)
          .max(Instant::compareTo)
          .orElse(Instant.MIN);
    }

    boolean isPausedIn(int moment) {
      return pausedIn >= 0 && pausedIn < moment && resumedIn < pausedIn;
    }
  }

  void paused(String receiver, int moment) {
    of(receiver).pausedIn = moment;
  }

  void resumed(String receiver, int moment) {
    of(receiver).resumedIn = moment;
  }

  /** Nothing waits for it any more, so it does not fail either. */
  void deleted(String receiver) {
    of(receiver).deleted = true;
  }

  /** The receiver called: it need not wait for its next probe. */
  void heard(String receiver, int moment) {
    of(receiver).heardIn = moment;
  }

  /** The store says so now. */
  void observe(Seen seen, Instant now, int moment) {
    Known k = of(seen.receiver());
    if (seen.phase() != k.seen.phase()) {
      judgeChange(k, seen, now, moment);
    }
    k.seen = seen;
    k.history.put(moment, seen);
  }

  private static void judgeChange(Known k, Seen seen, Instant now, int moment) {
    String what = seen + " at " + now + ", before " + k.seen + ", told " + k.tells;
    if (seen.phase() == Phase.FAILING) {
      Instant lastAnswer = k.lastAnswer();
      require(!now.isBefore(after(lastAnswer, FIVE_SECONDS)), "failing so soon after an ack", what);
      require(failedSince(k, lastAnswer) >= 2, "failing for a single delivery", what);
      k.failsSince = now;
      k.failsIn = moment;
    } else if (k.seen.phase() == Phase.FAILING) {
      Instant since = k.seen.since();
      boolean acked = k.answered().anyMatch(tell -> tell.send().answeredAt.isAfter(since));
      require(acked || k.deleted, "back without an ack", what);
    }
    if (seen.phase() == Phase.DRAINING) {
      k.drained = 0;
      k.drainsIn = moment;
    }
  }

  private static long failedSince(Known k, Instant since) {
    return k.recorded()
        .filter(tell -> !isAnswer(tell.send()) && !tell.send().answeredAt.isBefore(since))
        .map(Tell::seq)
        .distinct()
        .count();
  }

  /** Since when a delivery had to have its turn in the drain that is over; -1 when none is. */
  int drainThatEnded(Seen seen) {
    Known k = of(seen.receiver());
    boolean over = k.seen.phase() == Phase.DRAINING && seen.phase() == Phase.HEALTHY;
    return over ? k.drainsIn : -1;
  }

  /** The channel is asked to send: does the receiver's health allow it? */
  void sent(Delivery d, Send send, Send last, Instant due) {
    Known k = of(d.receiver().id());
    String what =
        "%s/%d %s, receiver %s since %s, told %s"
            .formatted(d.receiver().id(), d.seq(), send, k.seen, k.failsSince, k.tells);
    require(!k.isPausedIn(send.leasedIn), "sent to a paused receiver", what);
    require(!isHeld(k, send), "sent though the receiver asked for time", what);
    switch (d.reason()) {
      case SCHEDULED, REPLAY ->
          require(k.seen.phase() == Phase.HEALTHY, "scheduled for a failing receiver", what);
      case PROBE -> judgeProbe(k, send, what);
      case DRAIN -> judgeDrain(k, d, send, last, due, what);
    }
    k.tells.add(new Tell(d.seq(), send));
  }

  private static boolean isHeld(Known k, Send send) {
    return k.tells.stream()
        .map(Tell::send)
        .filter(s -> s.recordedIn < send.leasedIn && s.recordedIn > k.resumedIn)
        .anyMatch(s -> send.leasedAt.isBefore(after(s.answeredAt, askedFor(s))));
  }

  private static void judgeProbe(Known k, Send send, String what) {
    require(seenAt(k, send).phase() == Phase.FAILING, "probed without failing", what);
    List<Send> probes =
        k.tells.stream()
            .map(Tell::send)
            .filter(s -> s.reason == AttemptReason.PROBE && s.leasedIn < send.leasedIn)
            .toList();
    boolean another =
        probes.stream()
            .anyMatch(
                s ->
                    s.recordedIn >= send.leasedIn
                        && send.leasedAt.isBefore(s.leasedAt.plus(Ledger.LEASE)));
    require(!another, "two probes at a time", what);
    if (k.resumedIn < k.failsIn && k.heardIn < k.failsIn) {
      Instant first = after(k.failsSince, FIVE_SECONDS);
      require(!send.leasedAt.isBefore(first), "the first probe too soon", what);
    }
  }

  private static void judgeDrain(
      Known k, Delivery d, Send send, Send last, Instant due, String what) {
    require(seenAt(k, send).phase() == Phase.DRAINING, "drained without an ack", what);
    require(d.seq() > k.drained, "drained out of order", what);
    k.drained = d.seq();
    boolean waited = last == null || last.answeredAt == null;
    boolean failedMeanwhile = waited || !last.answeredAt.isBefore(seenAt(k, send).since());
    require(failedMeanwhile || !send.leasedAt.isBefore(due), "brought forward", what);
  }

  /** As the store had it when this was leased. */
  private static Seen seenAt(Known k, Send send) {
    return k.history.floorEntry(send.leasedIn).getValue();
  }

  private static boolean isAnswer(Send send) {
    return send.outcome instanceof Outcome.Acked || send.outcome instanceof Outcome.Refused;
  }

  private static Duration askedFor(Send send) {
    return send.outcome instanceof Outcome.Failed failed && failed.retryAfter() != null
        ? failed.retryAfter()
        : Duration.ZERO;
  }

  private static Instant after(Instant start, Duration time) {
    return start.equals(Instant.MIN) ? start : start.plus(time);
  }

  private Known of(String receiver) {
    return known.computeIfAbsent(receiver, id -> new Known());
  }
}
