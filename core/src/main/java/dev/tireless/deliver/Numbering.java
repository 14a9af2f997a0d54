package dev.tireless.deliver;

import dev.tireless.store.DueRow;
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

  Numbering(SequenceStore store) {
    this.store = store;
  }

  /**
   * Numbers and writes what was fanned out.
   *
   * @param due makes the due row of a delivery, leased or not
   */
  void write(Connection c, FanOut fanOut, Instant now, Function<Numbered, DueRow> due)
      throws SQLException {
    SortedMap<Long, Head> heads = store.lockHeads(c, new TreeSet<>(fanOut.receivers()));
    List<Numbered> numbered = numbered(fanOut, heads, now);
    store.insert(c, numbered, numbered.stream().map(due).toList());
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
