package dev.tireless.deliver;

import dev.tireless.store.Dialect;
import dev.tireless.store.DueRow;
import dev.tireless.store.LeasedRange;
import dev.tireless.store.RangeStore;
import dev.tireless.store.SequenceStore;
import dev.tireless.store.SequenceStore.Head;
import dev.tireless.store.SequenceStore.Numbered;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Gives each delivery the next number of its receiver, under the lock of the receiver's head, which
 * is held until the commit: so numbers are dense and their order never changes.
 */
final class Numbering {

  private final SequenceStore store;
  private final RangeStore ranges;

  Numbering(Dialect dialect) {
    this.store = new SequenceStore(dialect);
    this.ranges = new RangeStore(dialect);
  }

  /** Deliveries as they begin: each with a due row of its own, leased or not, or in a range. */
  record Opened(List<DueRow> rows, List<LeasedRange> ranges) {}

  /**
   * Numbers and writes what was fanned out.
   *
   * @param open tells how each of them begins
   */
  void write(Connection c, FanOut fanOut, Instant now, Function<List<Numbered>, Opened> open)
      throws SQLException {
    SortedMap<Long, Head> heads = store.lockHeads(c, new TreeSet<>(fanOut.receivers()));
    List<Numbered> numbered = numbered(fanOut, heads, now);
    Opened opened = open.apply(numbered);
    store.insert(c, numbered, opened.rows());
    ranges.insert(c, opened.ranges());
    store.advance(c, heads);
  }

  /** Moves the heads on; time never goes back within a receiver. */
  private static List<Numbered> numbered(FanOut fanOut, SortedMap<Long, Head> heads, Instant now) {
    List<Numbered> numbered = new ArrayList<>();
    for (FanOut.Item item : fanOut.items()) {
      Head head = Objects.requireNonNull(heads.get(item.receiverId()), "locked above");
      Instant at = now.isBefore(head.lastSequencedAt()) ? head.lastSequencedAt() : now;
      Head next = new Head(head.lastSeq() + 1, at);
      heads.put(item.receiverId(), next);
      numbered.add(new Numbered(item.receiverId(), next.lastSeq(), item.notificationId(), at));
    }
    return numbered;
  }
}
