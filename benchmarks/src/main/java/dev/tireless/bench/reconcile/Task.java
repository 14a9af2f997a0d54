package dev.tireless.bench.reconcile;

import dev.tireless.bench.store.OpenDatabase;
import java.net.URI;

/**
 * What a receiver is to do.
 *
 * @param url of what belongs to it at the notifier
 * @param database its own
 * @param items how many from the beginning it sees
 */
public record Task(Kind kind, URI url, String credential, OpenDatabase database, long items) {

  /** The epoch that a new notifier begins with. */
  static final long EPOCH = 1;

  /** What is done with the feed. */
  public enum Kind {
    /** Read it to its end, and check places and hashes. */
    VERIFY,
    /** Catch up: each item through the inbox, and acked. */
    APPLY,
    /** Compare by digests, and fetch what differs. */
    COMPARE
  }
}
