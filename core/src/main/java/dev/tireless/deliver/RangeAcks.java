package dev.tireless.deliver;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.tireless.store.Dialect;
import dev.tireless.store.RangeKey;
import dev.tireless.store.RangeStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What recording does to ranges: an ack changes nothing, the last one ends its range, and any other
 * outcome breaks it up.
 */
final class RangeAcks {

  private final RangeStore store;

  RangeAcks(Dialect dialect) {
    this.store = new RangeStore(dialect);
  }

  /**
   * Tells which of the ranges are still this node's, having locked them, when all that has come of
   * theirs are acks. The others are no ranges any more.
   */
  Set<RangeKey> keep(Connection c, List<Leased> acked, List<Leased> notAcked) throws SQLException {
    Set<RangeKey> brokenUp = ranges(notAcked).map(HeldRange::key).collect(toSet());
    store.breakUp(c, brokenUp);
    Set<RangeKey> keys = new HashSet<>(ranges(acked).map(HeldRange::key).toList());
    keys.removeAll(brokenUp);
    return store.lock(c, keys);
  }

  /** Ends those of the ranges that these are the last acks of. */
  void end(Connection c, List<Leased> acked) throws SQLException {
    Map<HeldRange, Long> acks = ranges(acked).collect(groupingBy(range -> range, counting()));
    acks.entrySet().removeIf(range -> !range.getKey().endsBy(range.getValue()));
    store.end(c, acks.keySet().stream().map(HeldRange::key).toList());
  }

  /** These acks are committed. */
  static void count(List<Leased> acked) {
    ranges(acked).forEach(HeldRange::acked);
  }

  private static Stream<HeldRange> ranges(List<Leased> leased) {
    return leased.stream().map(Leased::range).filter(Objects::nonNull);
  }
}
