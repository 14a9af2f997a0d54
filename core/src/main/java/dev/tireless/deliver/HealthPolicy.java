package dev.tireless.deliver;

import dev.tireless.ReceiverHealth;
import dev.tireless.ReceiverHealth.Draining;
import dev.tireless.ReceiverHealth.Failing;
import dev.tireless.ReceiverHealth.Healthy;
import dev.tireless.ReceiverHealth.Hold;
import dev.tireless.store.BacklogStore.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a receiver is failing, when it is probed, and when it is told again what waited: pure
 * functions of its health, what happened and the time. Each gives the health it was given when
 * nothing changes.
 *
 * <p>A single delivery that fails says nothing about its receiver: it may be poisonous. So it takes
 * {@value #MANY} deliveries in a row, whichever they are, or, where fewer wait, all of them, at
 * least {@value #FEW}, and then one that was overtaken by the ack of another is no witness.
 */
final class HealthPolicy {

  /** So many failing in a row need no other evidence. */
  static final int MANY = 5;

  /** Fewer say nothing. */
  static final int FEW = 2;

  static final Duration WITHOUT_ACK = Duration.ofSeconds(5);
  static final Duration FIRST_PROBE = Duration.ofSeconds(5);
  static final Duration LONGEST_GAP = Duration.ofSeconds(60);

  /** While nothing else waits, the same delivery is probed again and again. */
  static final Duration LONGEST_GAP_OF_ONE = Duration.ofMinutes(10);

  private HealthPolicy() {}

  /**
   * Attempts failed.
   *
   * @param waiting {@link #MANY} of those that wait, or all
   */
  static ReceiverHealth failed(
      ReceiverHealth health, FailuresInRow seen, List<Waiting> waiting, Instant now) {
    FailuresInRow row = seen.acked(health.lastAckAt()).asOf(now);
    if (health instanceof Failing || !isFailing(row, waiting, now)) {
      return health;
    }
    Instant probeAt = now.plus(FIRST_PROBE);
    return health instanceof Draining d
        ? new Failing(d.since(), row.lastAckAt(), 0, null, probeAt, d.turn(), null)
        : new Failing(row.since(), row.lastAckAt(), 0, null, probeAt, 0, null);
  }

  private static boolean isFailing(FailuresInRow row, List<Waiting> waiting, Instant now) {
    return isSuspect(row, now)
        && (row.size() >= MANY || (waiting.size() < MANY && haveAllFailed(waiting, row)));
  }

  /** Whether it is worth a look at what waits. */
  static boolean isSuspect(FailuresInRow row, Instant now) {
    return row.size() >= FEW && row.isWithoutAckFor(WITHOUT_ACK, now);
  }

  private static boolean haveAllFailed(List<Waiting> waiting, FailuresInRow row) {
    return row.witnesses() >= FEW
        && waiting.stream()
            .allMatch(w -> row.contains(w.seq()) || row.isOvertaken(w.firstTriedAt()));
  }

  /**
   * The receiver acked something: a failing one is drained.
   *
   * @param upTo the last seq that waits
   * @param drain of the node that begins with it
   */
  static ReceiverHealth acked(
      ReceiverHealth health, @Nullable Instant ackedAt, long upTo, Hold drain) {
    return health instanceof Failing f && isNews(f, ackedAt)
        ? new Draining(f.since(), ackedAt, 0, upTo, drain)
        : health;
  }

  /** Whether this ack came after what made the receiver failing. */
  static boolean isNews(Failing failing, @Nullable Instant ackedAt) {
    return ackedAt != null
        && ackedAt.isAfter(failing.since())
        && (failing.lastAckAt() == null || ackedAt.isAfter(failing.lastAckAt()));
  }

  /** The receiver called us: the next probe need not wait for its time. */
  static ReceiverHealth heard(ReceiverHealth health, Instant now) {
    if (!(health instanceof Failing f)) {
      return health;
    }
    Instant rested = f.probedAt() == null ? now : f.probedAt().plus(FIRST_PROBE);
    Instant earliest = rested.isAfter(now) ? rested : now;
    return earliest.isBefore(f.nextProbeAt()) ? withNextProbe(f, earliest) : f;
  }

  private static Failing withNextProbe(Failing f, Instant at) {
    return new Failing(
        f.since(), f.lastAckAt(), f.failedProbes(), f.probedAt(), at, f.turn(), f.probe());
  }

  static boolean mayProbe(Failing f, Instant now) {
    return !now.isBefore(f.nextProbeAt()) && (f.probe() == null || f.probe().isOver(now));
  }

  /** A node claims the probe; if it dies with it, the next one comes when its hold is over. */
  static Failing probing(Failing f, long seq, Hold probe) {
    return new Failing(
        f.since(), f.lastAckAt(), f.failedProbes(), f.probedAt(), probe.until(), seq, probe);
  }

  /**
   * The probe ended without an ack.
   *
   * @param probe as it was claimed; of another one this is no news
   * @param alone whether nothing else waits
   */
  static ReceiverHealth probeFailed(
      ReceiverHealth health, Hold probe, Instant endedAt, boolean alone) {
    if (!(health instanceof Failing f) || !probe.equals(f.probe())) {
      return health;
    }
    int failed = f.failedProbes() + 1;
    boolean heardMeanwhile = f.nextProbeAt().isBefore(probe.until());
    Duration gap = heardMeanwhile ? FIRST_PROBE : gapAfter(failed, alone);
    return new Failing(
        f.since(), f.lastAckAt(), failed, endedAt, endedAt.plus(gap), f.turn(), null);
  }

  private static Duration gapAfter(int failedProbes, boolean alone) {
    Duration longest = alone ? LONGEST_GAP_OF_ONE : LONGEST_GAP;
    Duration doubled = FIRST_PROBE.multipliedBy(1L << Math.min(failedProbes, 10));
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }

  /** Whether this node may go on with the drain, or take it over. */
  static boolean mayDrain(Draining d, String node, Instant now) {
    return d.drain() == null || isDrainOf(d, node) || d.drain().isOver(now);
  }

  static boolean isDrainOf(Draining d, String node) {
    return d.drain() != null && d.drain().node().equals(node);
  }

  /**
   * The drain has come so far.
   *
   * @param drain null when another node may go on with it at once
   */
  static Draining drained(Draining d, long turn, @Nullable Hold drain) {
    return new Draining(d.since(), d.lastAckAt(), turn, d.upTo(), drain);
  }

  /** All that waited has had its turn. */
  static Healthy recovered(Draining d) {
    return new Healthy(d.lastAckAt());
  }
}
