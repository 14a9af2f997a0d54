package dev.tireless.receive;

import dev.tireless.TirelessException;
import dev.tireless.wire.FeedItem;
import dev.tireless.wire.FeedPage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads parts of the feed and applies them as if they had been pushed. What fails does not hold up
 * what is behind it.
 */
final class Fetcher {

  static final int PAGE = 1000;

  private final NotifierClient client;
  private final String notifier;
  private final Inbox inbox;
  private final Function<String, Optional<NotificationHandler>> handlers;
  private final NavigableSet<Long> toAck = new TreeSet<>();

  Fetcher(
      NotifierClient client,
      String notifier,
      Inbox inbox,
      Function<String, Optional<NotificationHandler>> handlers) {
    this.client = client;
    this.notifier = notifier;
    this.inbox = inbox;
    this.handlers = handlers;
  }

  /**
   * Applies those of a range that are wanted, and acks them.
   *
   * @param afterPage called after each page, however long the range is
   * @throws NotifierException when the notifier does not answer or its answer cannot be true
   */
  void fetch(
      long epoch, SeqRange range, Predicate<FeedItem> wanted, Tally tally, Runnable afterPage) {
    long after = range.first() - 1;
    boolean more = true;
    while (more && after < range.last()) {
      FeedPage page = client.feed(epoch, after, range.last(), PAGE);
      requireDense(page, after, range.last());
      apply(epoch, page.items().stream().filter(wanted).toList(), tally);
      after += page.items().size();
      more = page.hasMore();
      afterPage.run();
    }
  }

  private void apply(long epoch, List<FeedItem> items, Tally tally) {
    for (FeedItem item : items) {
      InboxResult result = applied(epoch, item);
      tally.ended(item.topic() + "/" + item.subject(), result);
      if (result.outcome().isAck()) {
        toAck.add(item.seq());
      }
    }
    acknowledge(epoch);
  }

  /** Acks what could not be acked before, or is known to be unacked. */
  void acknowledge(long epoch, List<Long> seqs) {
    toAck.addAll(seqs);
    acknowledge(epoch);
  }

  /** Numbers of another epoch must not be acked as if they were of this. */
  void forgetAcks() {
    toAck.clear();
  }

  private void acknowledge(long epoch) {
    while (!toAck.isEmpty()) {
      List<Long> page = toAck.stream().limit(PAGE).toList();
      client.acknowledge(epoch, page);
      page.forEach(toAck::remove);
    }
  }

  private InboxResult applied(long epoch, FeedItem item) {
    byte[] bytes = item.bytes();
    if (bytes == null) {
      return inbox.expunged(
          ReceivedNotification.pulled(notifier, epoch, item, new byte[0]), item.payloadHash());
    }
    requireHash(item, bytes);
    NotificationHandler handler =
        handlers
            .apply(item.topic())
            .orElse(
                (c, n) -> {
                  throw new TirelessException("Nothing here handles the topic " + n.topic());
                });
    return inbox.receive(ReceivedNotification.pulled(notifier, epoch, item, bytes), handler);
  }

  private static void requireDense(FeedPage page, long after, long until) {
    long expected = after + 1;
    for (FeedItem item : page.items()) {
      if (item.seq() != expected) {
        throw unusable("The feed has %d where %d comes next".formatted(item.seq(), expected));
      }
      expected++;
    }
    if (expected - 1 > until || (page.hasMore() && page.items().isEmpty())) {
      throw unusable("The feed has %d items from %d".formatted(page.items().size(), after + 1));
    }
  }

  private static void requireHash(FeedItem item, byte[] bytes) {
    if (!HexFormat.of().formatHex(sha256(bytes)).equals(item.payloadHash())) {
      throw unusable("The payload of " + item + " does not have its hash");
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static NotifierException unusable(String why) {
    return new NotifierException(why, null, null);
  }
}
