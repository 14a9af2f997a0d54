package dev.tireless.deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries whose attempts failed since a receiver's last ack, as one node saw it. Each counts
 * once, however often it failed, so that a poisonous one is no row. Immutable.
 *
 * @param bySeq at most {@link HealthPolicy#MANY}; more make no difference
 * @param lastAckAt null when this node knows of none
 */
record FailuresInRow(Map<Long, Failure> bySeq, @Nullable Instant lastAckAt) {

  static final FailuresInRow NONE = new FailuresInRow(Map.of(), null);

  /** Outcomes come up to so much later than they were, by other acks' times. */
  private static final Duration LATEST = Duration.ofMinutes(1);

  /**
   * The first failure of a delivery in this row.
   *
   * @param firstTriedAt start of the delivery's first attempt
   */
  record Failure(Instant at, Instant firstTriedAt) {}

  FailuresInRow {
    bySeq = Map.copyOf(bySeq);
  }

  FailuresInRow failed(long seq, Failure failure) {
    if (isBeforeAck(failure.at())
        || (bySeq.size() >= HealthPolicy.MANY && !bySeq.containsKey(seq))) {
      return this;
    }
    Map<Long, Failure> more = new LinkedHashMap<>(bySeq);
    more.putIfAbsent(seq, failure);
    return new FailuresInRow(more, lastAckAt);
  }

  /** An ack ends the row; failures that came after it begin the next. */
  FailuresInRow acked(@Nullable Instant at) {
    if (at == null || isBeforeAck(at) || at.equals(lastAckAt)) {
      return this;
    }
    if (bySeq.isEmpty()) {
      return new FailuresInRow(bySeq, at);
    }
    Map<Long, Failure> left = new LinkedHashMap<>(bySeq);
    left.values().removeIf(failure -> !failure.at().isAfter(at));
    return new FailuresInRow(left, at);
  }

  /** Without an ack from ahead of any late outcome: the clock has been set back since. */
  FailuresInRow asOf(Instant now) {
    return isBeforeAck(now.plus(LATEST)) ? new FailuresInRow(bySeq, null) : this;
  }

  private boolean isBeforeAck(Instant at) {
    return lastAckAt != null && lastAckAt.isAfter(at);
  }

  boolean isEmpty() {
    return bySeq.isEmpty();
  }

  int size() {
    return bySeq.size();
  }

  boolean contains(long seq) {
    return bySeq.containsKey(seq);
  }

  /** The failure that began it; one that says nothing about the receiver only if all do. */
  Instant since() {
    boolean any = witnesses() == 0;
    return bySeq.values().stream()
        .filter(failure -> any || !isOvertaken(failure.firstTriedAt()))
        .map(Failure::at)
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** Whether no ack came for so long; where none is known of, since the row began. */
  boolean isWithoutAckFor(Duration time, Instant now) {
    Instant start = lastAckAt == null ? since() : lastAckAt;
    return !now.isBefore(start.plus(time));
  }

  /** Those that say something about the receiver and not only about themselves. */
  long witnesses() {
    return bySeq.values().stream().filter(f -> !isOvertaken(f.firstTriedAt())).count();
  }

  /** Whether the receiver acked another one since the first attempt of this one. */
  boolean isOvertaken(@Nullable Instant firstTriedAt) {
    return firstTriedAt != null && lastAckAt != null && lastAckAt.isAfter(firstTriedAt);
  }
}
