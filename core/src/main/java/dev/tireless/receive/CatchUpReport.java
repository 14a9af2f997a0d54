package dev.tireless.receive;

import java.time.Instant;

/**
 * What we fetched or compared by ourselves, and what came of it.
 *
 * @param fromSeq first number that it was about
 * @param toSeq last number that it was about
 * @param compared deliveries of the notifier that were looked at
 * @param missing of those, how many we did not have as the notifier has them
 * @param repaired of those, how many we have now
 * @param stillOpen of those, how many could not be applied
 * @param detail for people
 */
public record CatchUpReport(
    Reason reason,
    long epoch,
    long fromSeq,
    long toSeq,
    long compared,
    long missing,
    long repaired,
    long stillOpen,
    String detail,
    Instant startedAt,
    Instant finishedAt) {

  /** Why we looked. */
  public enum Reason {
    /** We started, or took over, or the last look broke off. */
    START,
    /** Numbers were missing in between. */
    HOLE,
    /** Nothing was heard for long. */
    SILENCE,
    /** Something that failed before was fetched again. */
    RETRY,
    /** A day was over. */
    NIGHTLY,
    /** Somebody wanted it. */
    REQUEST,
    /** The notifier was restored from a backup, or its sequence went back. */
    EPOCH
  }
}
