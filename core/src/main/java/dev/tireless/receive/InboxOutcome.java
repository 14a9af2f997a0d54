package dev.tireless.receive;

/** What became of a notification that reached the receiver. */
public enum InboxOutcome {
  /** Its effect is committed, together with the receipt. */
  APPLIED,
  /** The subject has this version or a higher one already; nothing was done. */
  IGNORED,
  /** Not accepted for a good reason; nothing of it was kept. A later delivery tries again. */
  REFUSED,
  /** Something broke; nothing of it was kept. A later delivery tries again. */
  FAILED;

  /** Whether the notifier may be told that we have it. */
  public boolean isAck() {
    return this == APPLIED || this == IGNORED;
  }
}
