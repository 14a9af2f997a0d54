package dev.tireless.receive;

import dev.tireless.TirelessException;
import dev.tireless.wire.FeedItem;
import dev.tireless.wire.FeedPage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads parts of the feed and applies them as if they had been pushed. What fails, or was told in a
 * way that cannot be used, does not hold up what is behind it.
 */
final class Fetcher {

  static final int PAGE = 1000;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:~-]{1,128}");
  private static final Pattern ID = Pattern.compile("[!-~]{1,128}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final NotifierClient client;
  private final String notifier;
  private final Inbox inbox;
  private final Function<String, Optional<NotificationHandler>> handlers;
  private final Acks acks;
  private final Runnable beat;

  /**
   * @param acks take what was applied
   * @param beat called before each item
   */
  Fetcher(
      NotifierClient client,
      String notifier,
      Inbox inbox,
      Function<String, Optional<NotificationHandler>> handlers,
      Acks acks,
      Runnable beat) {
    this.client = client;
    this.notifier = notifier;
    this.inbox = inbox;
    this.handlers = handlers;
    this.acks = acks;
    this.beat = beat;
  }

  /**
   * Applies those of a range that are wanted.
   *
   * @param afterPage called after each page, however long the range is
   * @return false when the notifier's sequence does not go as far as the range
   * @throws NotifierException when the notifier does not answer, its answer cannot be true, or
   *     something could neither be applied nor noted
   */
  boolean fetch(
      long epoch, SeqRange range, Predicate<FeedItem> wanted, Tally tally, Runnable afterPage) {
    long after = range.first() - 1;
    boolean more = true;
    while (more && after < range.last()) {
      FeedPage page = client.feed(epoch, after, range.last(), PAGE);
      requirePossible(page, after, range.last());
      for (FeedItem item : page.items()) {
        if (wanted.test(item)) {
          apply(epoch, item, tally);
        }
      }
      acks.tellMany(client);
      after += page.items().size();
      more = page.hasMore();
      afterPage.run();
    }
    tally.requireNothingLost();
    return after >= range.last();
  }

  private void apply(long epoch, FeedItem item, Tally tally) {
    beat.run();
    InboxResult result = applied(epoch, item);
    tally.ended(item.topic() + "/" + item.subject(), result);
    if (result.outcome().isAck()) {
      acks.add(epoch, List.of(item.seq()));
    } else if (!inbox.isKnown(notifier, epoch, item.seq(), item.id())) {
      tally.lost();
    }
  }

  private InboxResult applied(long epoch, FeedItem item) {
    ReceivedNotification empty = ReceivedNotification.pulled(notifier, epoch, item, new byte[0]);
    if (item.payload() == null) {
      return inbox.expunged(empty, item.payloadHash());
    }
    ReceivedNotification whole;
    try {
      whole = ReceivedNotification.pulled(notifier, epoch, item, exactBytes(item));
    } catch (IllegalArgumentException e) {
      return inbox.unusable(empty, item.payloadHash(), e);
    }
    return inbox.receive(whole, handlers.apply(item.topic()).orElse(Fetcher::nobody));
  }

  private static void nobody(Connection c, ReceivedNotification n) {
    throw new TirelessException("Nothing here handles the topic " + n.topic());
  }

  private static void requirePossible(FeedPage page, long after, long until) {
    long expected = after + 1;
    for (FeedItem item : page.items()) {
      if (item.seq() != expected) {
        throw unusable("The feed has %d where %d comes next".formatted(item.seq(), expected));
      }
      requireNames(item);
      expected++;
    }
    if (expected - 1 > until || (page.hasMore() && page.items().isEmpty())) {
      throw unusable("The feed has %d items from %d".formatted(page.items().size(), after + 1));
    }
  }

  private static void requireNames(FeedItem item) {
    boolean named =
        NAME.matcher(String.valueOf(item.topic())).matches()
            && NAME.matcher(String.valueOf(item.subject())).matches()
            && ID.matcher(String.valueOf(item.id())).matches()
            && HASH.matcher(String.valueOf(item.payloadHash())).matches();
    if (!named || item.version() < 1) {
      throw unusable("The feed has an item without names at " + item.seq());
    }
  }

  /**
   * @throws IllegalArgumentException when the text is none of its encoding, or its bytes do not
   *     have their hash
   */
  private static byte[] exactBytes(FeedItem item) {
    byte[] bytes = item.bytes();
    if (bytes == null || !HexFormat.of().formatHex(sha256(bytes)).equals(item.payloadHash())) {
      throw new IllegalArgumentException("The payload of " + item + " does not have its hash");
    }
    return bytes;
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
