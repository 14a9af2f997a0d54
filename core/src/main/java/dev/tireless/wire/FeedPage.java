package dev.tireless.wire;

import java.util.List;

/**
 * A part of a receiver's sequence. Immutable.
 *
 * @param epoch which run of sequence numbers it belongs to
 * @param items by their places, without holes
 * @param hasMore whether more of what was asked for is there already
 * @param watermark the newest number given to the receiver
 */
public record FeedPage(long epoch, List<FeedItem> items, boolean hasMore, long watermark) {

  public FeedPage {
    items = List.copyOf(items);
  }
}
