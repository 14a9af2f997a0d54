package dev.tireless.receive;

import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What we have and the notifier does not know of yet. Acks never hold up what is to be fetched: one
 * that could not be told waits for the end of the look. Not thread-safe.
 */
final class Acks {

  /** So many are told at once. */
  static final int PAGE = 1000;

  private final NavigableSet<Long> waiting = new TreeSet<>();
  private long epoch;
  private @Nullable NotifierException failure;

  /** Numbers of one epoch must never be acked as if they were of another. */
  void add(long itsEpoch, Collection<Long> seqs) {
    if (itsEpoch != epoch) {
      waiting.clear();
      epoch = itsEpoch;
    }
    waiting.addAll(seqs);
  }

  /** Tells them once they are many. */
  void tellMany(NotifierClient client) {
    if (waiting.size() < PAGE || failure != null) {
      return;
    }
    try {
      tell(client);
    } catch (NotifierException e) {
      failure = e;
    }
  }

  /**
   * Tells all of them.
   *
   * @throws NotifierException when the notifier did not hear; they wait for the next time
   */
  void tellAll(NotifierClient client) {
    NotifierException earlier = failure;
    failure = null;
    if (earlier != null) {
      throw earlier;
    }
    tell(client);
  }

  private void tell(NotifierClient client) {
    while (!waiting.isEmpty()) {
      List<Long> page = waiting.stream().limit(PAGE).toList();
      try {
        client.acknowledge(epoch, page);
      } catch (NotifierException.EpochChanged e) {
        waiting.clear();
        throw e;
      }
      page.forEach(waiting::remove);
    }
  }
}
