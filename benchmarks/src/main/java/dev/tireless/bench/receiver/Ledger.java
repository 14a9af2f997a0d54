package dev.tireless.bench.receiver;

import dev.tireless.bench.measure.DistinctIds;
import dev.tireless.bench.measure.Latency;
import dev.tireless.bench.measure.Micros;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;

/**
 * What the receiver has counted, and which of its paths are down. Not thread-safe: it belongs to
 * the server's only event loop.
 */
final class Ledger {

  private static final int CAPACITY = 1 << 20;

  private final Clock clock;
  private final DistinctIds ids = new DistinctIds(CAPACITY);
  private final Histogram untilAcked = new Histogram(3);
  private final Map<String, Long> highestSeq = new HashMap<>();
  private final Set<String> down = new HashSet<>();
  private long duplicates;
  private long refused;
  private long stepsBack;
  private long longestStepBack;
  private long firstAckMicros;
  private long lastAckMicros;

  Ledger(Clock clock) {
    this.clock = clock;
  }

  void setDown(String path, boolean isDown) {
    if (isDown) {
      down.add(path);
    } else {
      down.remove(path);
    }
  }

  /** Whether requests to the path are refused; counts one if so. */
  boolean refuses(String path) {
    boolean refuses = down.contains(path);
    if (refuses) {
      refused++;
    }
    return refuses;
  }

  /**
   * Counts an ack.
   *
   * @param seq the number in the receiver's sequence, 0 where there is none
   * @param dueMicros when the message was due, -1 if that is unknown
   */
  void ack(String path, String id, long seq, long dueMicros) {
    if (!ids.add(id)) {
      duplicates++;
      return;
    }
    lastAckMicros = Micros.of(clock.instant());
    if (firstAckMicros == 0) {
      firstAckMicros = lastAckMicros;
    }
    if (dueMicros >= 0) {
      untilAcked.recordValue(Math.max(0, lastAckMicros - dueMicros));
    }
    if (seq > 0) {
      countStepBack(path, seq);
    }
  }

  long acked() {
    return ids.size();
  }

  /** Starts latencies and the time of the first ack anew; the counts go on. */
  void forget() {
    untilAcked.reset();
    firstAckMicros = 0;
  }

  Facts facts() {
    return new Facts(
        ProcessHandle.current().pid(),
        acked(),
        duplicates,
        refused,
        stepsBack,
        longestStepBack,
        firstAckMicros,
        lastAckMicros,
        Latency.of(untilAcked));
  }

  private void countStepBack(String path, long seq) {
    long highest = highestSeq.getOrDefault(path, 0L);
    if (seq < highest) {
      stepsBack++;
      longestStepBack = Math.max(longestStepBack, highest - seq);
    } else {
      highestSeq.put(path, seq);
    }
  }
}
