package dev.tireless.receive;

import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What we have and the notifier does not know of yet, of one look: by the next one, a number may be
 * another notification's, and only a digest proves that it is not. Not thread-safe.
 */
final class Acks {

  /** So many are told at once, and no more wait. */
  static final int PAGE = 1000;

  private final NavigableSet<Long> waiting = new TreeSet<>();
  private long epoch;

  /** Numbers of one epoch must never be acked as if they were of another. */
  void add(long itsEpoch, Collection<Long> seqs) {
    if (itsEpoch != epoch) {
      waiting.clear();
      epoch = itsEpoch;
    }
    waiting.addAll(seqs);
  }

  /** Numbers may have been given twice. */
  void forget() {
    waiting.clear();
  }

  /**
   * Tells them once they are many, so that no more than these are lost when we die.
   *
   * @throws NotifierException when the notifier did not hear
   */
  void tellMany(NotifierClient client) {
    if (waiting.size() >= PAGE) {
      tellAll(client);
    }
  }

  /**
   * Tells all of them.
   *
   * @throws NotifierException when the notifier did not hear
   */
  void tellAll(NotifierClient client) {
    while (!waiting.isEmpty()) {
      List<Long> page = waiting.stream().limit(PAGE).toList();
      client.acknowledge(epoch, page);
      page.forEach(waiting::remove);
    }
  }
}
