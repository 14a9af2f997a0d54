package dev.tireless.receive;

import dev.tireless.store.CatchUpStore;
import dev.tireless.store.Database;
import dev.tireless.store.FeedStore.HashedPlace;
import dev.tireless.wire.Digest;
import dev.tireless.wire.DigestSum;
import dev.tireless.wire.FeedItem;
import java.util.HexFormat;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Finds what we do not have as the notifier has it, by halving: a range whose digests are equal is
 * equal, so only the others are looked into. Our own side is read once, and kept as sums of blocks.
 * For one comparison.
 */
final class Comparer {

  private static final int BLOCK = 1024;

  /** A range as small as this is fetched rather than halved. */
  private static final int SMALL = 8;

  private final Database database;
  private final CatchUpStore store;
  private final NotifierClient client;
  private final String notifier;
  private final long epoch;
  private final Runnable beat;
  private final Leaf leaf;
  private final NavigableMap<Long, Digest> blocks = new TreeMap<>();

  /**
   * What is done with a range that differs, small or not there at all; false to look no further.
   */
  @FunctionalInterface
  interface Leaf {
    boolean differs(SeqRange range, Predicate<FeedItem> wanted);
  }

  /**
   * @param beat called again and again, however long it takes
   */
  Comparer(
      Database database,
      CatchUpStore store,
      NotifierClient client,
      String notifier,
      long epoch,
      Runnable beat,
      Leaf leaf) {
    this.database = database;
    this.store = store;
    this.client = client;
    this.notifier = notifier;
    this.epoch = epoch;
    this.beat = beat;
    this.leaf = leaf;
  }

  /** Compares a range, and hands over what differs. */
  void compare(SeqRange range, Digest theirs) {
    if (range.size() > 0 && !own(range).matches(theirs)) {
      differs(range, theirs);
    }
  }

  /** What we have of a range. */
  Digest own(SeqRange range) {
    Digest sum = Digest.EMPTY;
    long next = range.first();
    while (next <= range.last()) {
      long blockEnd = (next + BLOCK - 1) / BLOCK * BLOCK;
      boolean whole = next == blockEnd - BLOCK + 1 && blockEnd <= range.last();
      long last = whole ? blockEnd : Math.min(blockEnd, range.last());
      SeqRange part = new SeqRange(next, last);
      sum = sum.plus(whole ? blocks.computeIfAbsent(next, first -> read(part)) : read(part));
      next = last + 1;
    }
    return sum;
  }

  private boolean differs(SeqRange range, Digest theirs) {
    if (theirs.count() == 0) {
      return true;
    }
    if (range.size() <= SMALL || own(range).count() == 0) {
      return leaf.differs(range, item -> !isHeld(item));
    }
    SeqRange left = new SeqRange(range.first(), middle(range));
    SeqRange right = new SeqRange(left.last() + 1, range.last());
    Digest theirLeft = client.digest(epoch, left.first() - 1, left.last());
    Digest theirRight = theirs.minus(theirLeft);
    return (own(left).matches(theirLeft) || differs(left, theirLeft))
        && (own(right).matches(theirRight) || differs(right, theirRight));
  }

  /** At the end of a block while there is more than one. */
  private static long middle(SeqRange range) {
    long middle = range.first() + range.size() / 2 - 1;
    long atBlock = middle / BLOCK * BLOCK;
    return atBlock >= range.first() ? atBlock : middle;
  }

  private boolean isHeld(FeedItem item) {
    HashedPlace place = held(new SeqRange(item.seq(), item.seq())).get(item.seq());
    return place != null
        && place.notificationId().equals(item.id())
        && HexFormat.of().formatHex(place.payloadHash()).equals(item.payloadHash());
  }

  private Digest read(SeqRange range) {
    DigestSum sum = new DigestSum();
    held(range)
        .values()
        .forEach(place -> sum.add(place.notificationId(), place.seq(), place.payloadHash()));
    return sum.digest();
  }

  private SortedMap<Long, HashedPlace> held(SeqRange range) {
    beat.run();
    return database.read(
        "read what was received",
        c -> store.held(c, notifier, epoch, range.first() - 1, range.last()));
  }
}
