package dev.tireless.deliver;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.tireless.store.Dialect;
import dev.tireless.store.RangeKey;
import dev.tireless.store.RangeStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
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
   * Locks the ranges of these that are still there, breaks up those of which anything but an ack
   * came, and gives the others.
   */
  NavigableSet<RangeKey> kept(Connection c, List<Leased> acked, List<Leased> notAcked)
      throws SQLException {
    Set<RangeKey> broken = ranges(notAcked).map(HeldRange::key).collect(toSet());
    NavigableSet<RangeKey> all = new TreeSet<>(broken);
    ranges(acked).map(HeldRange::key).forEach(all::add);
    NavigableSet<RangeKey> kept = store.lock(c, all);
    NavigableSet<RangeKey> toBreak = new TreeSet<>(kept);
    toBreak.retainAll(broken);
    store.breakUpLocked(c, toBreak);
    kept.removeAll(broken);
    return kept;
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
