package dev.tireless.deliver;

import dev.tireless.store.SequenceStore.Unsequenced;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one sequencing transaction takes on: whole notifications as long as they fit, or the
 * beginning of one that is too large for any transaction.
 */
final class FanOut {

  private final List<Item> items = new ArrayList<>();
  private final List<String> finished = new ArrayList<>();
  private @Nullable Unsequenced unfinished;

  record Item(long receiverId, String notificationId) {}

  int room() {
    return Sequencer.MAX_DELIVERIES - items.size();
  }

  /**
   * Takes on a notification; false when it has to wait for the next transaction, or when it filled
   * this one.
   *
   * @param recipients all of them, or at least one more than a transaction takes
   */
  boolean take(Unsequenced next, List<Long> recipients) {
    if (recipients.size() <= room()) {
      add(next, recipients);
      finished.add(next.notificationId());
      return true;
    }
    if (items.isEmpty()) {
      add(next, recipients.subList(0, room()));
      unfinished = next;
    }
    return false;
  }

  private void add(Unsequenced next, List<Long> recipients) {
    recipients.forEach(receiver -> items.add(new Item(receiver, next.notificationId())));
  }

  List<Item> items() {
    return items;
  }

  List<Long> receivers() {
    return items.stream().map(Item::receiverId).distinct().toList();
  }

  /** Ids of those whose outbox rows can go. */
  List<String> finished() {
    return finished;
  }

  /** The one that goes on behind {@link #lastReceiver()}, null when there is none. */
  @Nullable Unsequenced unfinished() {
    return unfinished;
  }

  long lastReceiver() {
    return items.get(items.size() - 1).receiverId();
  }

  int taken() {
    return finished.size() + (unfinished == null ? 0 : 1);
  }
}
